package io.freehold.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long things took.
 *
 * @param sorted shortest first, at least one
 */
record Latencies(List<Duration> sorted) {
  Latencies {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  /** The nearest observation that so many percent do not exceed, in milliseconds. */
  long millis(int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1).toMillis();
  }

  @Override
  public String toString() {
    return "p50 %d ms, p99 %d ms, worst %d ms"
        .formatted(millis(50), millis(99), sorted.getLast().toMillis());
  }
}
