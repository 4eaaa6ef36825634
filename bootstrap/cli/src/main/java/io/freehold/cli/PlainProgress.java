package io.freehold.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints each step of a bootstrap when it has ended, with its time. */
final class PlainProgress implements BootstrapListener {
  private final PrintWriter out;
  private final String prefix;

  /**
   * A listener.
   *
   * @param prefix starts every line, for several bootstraps at once
   */
  PlainProgress(PrintWriter out, String prefix) {
    this.out = out;
    this.prefix = prefix;
  }

  @Override
  public void started(BootstrapStep step) {
    // The end says it all; a step that takes long is followed by its own notes.
  }

  @Override
  public void finished(BootstrapStep step, String outcome, Duration took) {
    out.printf("%s%-36s %6s  %s%n", prefix, step.title(), seconds(took), outcome);
    out.flush();
  }

  @Override
  public void note(String text) {
    text.strip().lines().forEach(line -> out.printf("%s  %s%n", prefix, line));
    out.flush();
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
  }
}
