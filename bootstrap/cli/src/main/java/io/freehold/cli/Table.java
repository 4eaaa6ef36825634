package io.freehold.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Aligned columns of text. */
final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  Table row(String... cells) {
    // A message of several lines would break the columns.
    rows.add(
        Stream.of(cells).map(cell -> cell.replaceAll("\\s*\\R\\s*", " ").stripTrailing()).toList());
    return this;
  }

  boolean empty() {
    return rows.size() == 1;
  }

  /** The lines, header first, without trailing blanks. */
  List<String> lines() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length()).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  void print(PrintWriter out) {
    lines().forEach(out::println);
  }
}
