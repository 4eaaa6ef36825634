package io.freehold.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Follows the output of {@code go build -v} and tells a person from time to time how far it is. */
final class BuildProgress {
  private static final String DOWNLOAD = "go: downloading ";
  private static final int TAIL = 8;

  private final Consumer<String> sink;
  private final ArrayDeque<String> tail = new ArrayDeque<>(); // guarded by this
  private int packages; // guarded by this
  private int modules; // guarded by this

  BuildProgress(Consumer<String> sink) {
    this.sink = sink;
  }

  synchronized void line(String line) {
    if (line.startsWith(DOWNLOAD)) {
      modules++;
    } else {
      packages++;
    }
    tail.addLast(line);
    if (tail.size() > TAIL) {
      tail.removeFirst();
    }
  }

  void tell(Duration elapsed) {
    sink.accept(
        "building the control plane once: %s, %s elapsed".formatted(stage(), text(elapsed)));
  }

  /** The last lines, where a failed build says why. */
  synchronized String lastLines() {
    return String.join("; ", tail);
  }

  private synchronized String stage() {
    if (packages > 0) {
      return "compiling, %d packages done".formatted(packages);
    }
    return modules > 0 ? "downloading, %d modules so far".formatted(modules) : "compiling";
  }

  static String text(Duration elapsed) {
    return elapsed.toMinutes() == 0
        ? elapsed.toSeconds() + "s"
        : "%dm%02ds".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
  }
}
