package io.freehold.cli;

import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How a command prints what it found. */
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.TABLE;

  /** Whether people read it. */
  boolean forPeople() {
    return format == OutputFormat.TABLE || format == OutputFormat.WIDE;
  }

  /**
   * Prints.
   *
   * @param data for programs
   * @param table for people; told whether it may be wide
   */
  void print(PrintWriter out, Object data, Function<Boolean, Table> table) {
    format.print(out, data, table);
  }
}
