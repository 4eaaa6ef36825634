package io.freehold.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times that were measured, and what failed. Thread safe. */
final class CallTimes {
  private final String name;
  // Guarded by this.
  private final List<Long> nanos = new ArrayList<>();
  private long failed;

  CallTimes(String name) {
    this.name = name;
  }

  synchronized void add(Duration took, boolean good) {
    nanos.add(took.toNanos());
    failed += good ? 0 : 1;
  }

  /** A row of a table: name, number, failures, and times in milliseconds. */
  synchronized String row() {
    List<Long> sorted = nanos.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "| %-24s | %8d | %6d | %8.1f | %8.1f | %8.1f | %8.1f |",
        name,
        sorted.size(),
        failed,
        at(sorted, 0.5),
        at(sorted, 0.95),
        at(sorted, 0.99),
        at(sorted, 1));
  }

  static String header() {
    return "| what                     |   number | failed |   p50 ms |   p95 ms |   p99 ms |   max ms |\n"
        + "| ------------------------ | -------: | -----: | -------: | -------: | -------: | -------: |";
  }

  private static double at(List<Long> sorted, double share) {
    if (sorted.isEmpty()) {
      return 0;
    }
    int index = (int) Math.ceil(share * (double) sorted.size()) - 1;
    return (double) sorted.get(Math.max(0, index)) / 1e6;
  }
}
