package io.freehold.server;

import io.freehold.access.LocalPassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code password}: reads the password of a local administrator, and writes what to keep of it. */
final class PasswordCommand {
  private static final int FAILED = 1;
  private static final int MOST_BYTES = 1_000;

  private PasswordCommand() {}

  /** Runs it; the exit code. */
  static int run() {
    try {
      String text = new String(System.in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      System.out.println(LocalPassword.parse(text).toLine());
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("freehold-plane: the password: " + e.getMessage());
      return FAILED;
    }
  }
}
