package io.freehold.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;

/**
 * Shows a text that changes: drawn in place on a terminal, printed again on every change elsewhere.
 */
final class Screen {
  private final PrintWriter out;
  private final boolean terminal;
  private List<String> shown = List.of();

  Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Whether this process talks to a person. */
  // NullAway and Error Prone disagree on what System.console() may be.
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Shows the lines in place of the last ones. */
  void show(List<String> lines) {
    if (lines.equals(shown)) {
      return;
    }
    if (terminal) {
      if (!shown.isEmpty()) {
        out.print("\u001b[" + shown.size() + "A\u001b[J");
      }
      // Without wrapping every line is one row, so that going up as many rows as lines is right.
      out.print("\u001b[?7l");
      lines.forEach(out::println);
      out.print("\u001b[?7h");
    } else {
      lines.stream().filter(line -> !shown.contains(line)).forEach(out::println);
    }
    out.flush();
    shown = List.copyOf(lines);
  }
}
