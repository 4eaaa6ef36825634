package io.freehold.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Prints how long each stage of the demo took, as it ends; stages run at the same time. */
final class Stages {
  private final PrintWriter out;
  private final Clock clock;
  private final Instant began;

  Stages(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** Runs one stage. */
  <T extends @Nullable Object> T run(String name, Callable<T> stage) throws Exception {
    Instant started = clock.instant();
    T result = stage.call();
    line("%-28s %6s".formatted(name, PlainProgress.seconds(since(started))));
    return result;
  }

  /** Time since the demo began. */
  Duration total() {
    return since(began);
  }

  /** Prints a line of its own. */
  void line(String text) {
    synchronized (out) {
      out.printf("%7s  %s%n", PlainProgress.seconds(total()), text);
      out.flush();
    }
  }

  private Duration since(Instant start) {
    return Duration.between(start, clock.instant());
  }
}
