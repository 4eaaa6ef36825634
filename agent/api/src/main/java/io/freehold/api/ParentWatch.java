package io.freehold.api;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends a process together with the one that started it. Whoever starts a Freehold process with the
 * environment variable {@link #VARIABLE} set to {@code stdin} holds the other end of its standard
 * input; when that end closes, whether by a clean stop or by SIGKILL, the process shuts down as on
 * SIGTERM. Without the variable nothing happens: containers have no input.
 */
public final class ParentWatch {
  /** Environment variable that asks for the watch. */
  public static final String VARIABLE = "FREEHOLD_EXIT_WITH_PARENT";

  /** The only value of {@link #VARIABLE} that means something. */
  public static final String STDIN = "stdin";

  private static final long GRACE_MILLIS = 10_000;

  private ParentWatch() {}

  /** Starts watching when the environment asks for it; called first in every {@code main}. */
  public static void startIfAsked() {
    if (STDIN.equals(System.getenv(VARIABLE))) {
      start(System.in, ParentWatch::exit);
    }
  }

  /** Runs {@code atEnd} on a daemon thread once the input has ended. */
  static Thread start(InputStream input, Runnable atEnd) {
    return Thread.ofPlatform()
        .name("parent-watch")
        .daemon()
        .start(() -> {
          awaitEnd(input);
          atEnd.run();
        });
  }

  private static void awaitEnd(InputStream input) {
    byte[] ignored = new byte[64];
    try {
      while (input.read(ignored) >= 0) {
        // Nothing is ever said on this pipe: only its end counts.
      }
    } catch (IOException _) {
      // A broken pipe is an end too.
    }
  }

  private static void exit() {
    // A shutdown hook that hangs must not leave an orphan behind.
    Thread.ofPlatform()
        .name("parent-watch-halt")
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(GRACE_MILLIS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          Runtime.getRuntime().halt(1);
        });
    System.exit(0);
  }
}
