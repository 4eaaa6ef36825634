package io.freehold.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How much of what is known about a cluster may be believed; computed when it is asked for. */
enum Freshness {
  /** It reports in time. */
  FRESH("fresh"),
  /** It did report, but has been silent for longer than three intervals. */
  STALE("stale"),
  /** The registry names it, and it has never reported. */
  MISSING("missing");

  private static final int INTERVALS = 3;

  private final String text;

  Freshness(String text) {
    this.text = text;
  }

  static Freshness of(Optional<Instant> lastReportAt, long intervalSeconds, Instant now) {
    if (lastReportAt.isEmpty()) {
      return MISSING;
    }
    Duration silence = Duration.between(lastReportAt.get(), now);
    Duration allowed = Duration.ofSeconds(intervalSeconds).multipliedBy(INTERVALS);
    return silence.compareTo(allowed) > 0 ? STALE : FRESH;
  }

  @Override
  public String toString() {
    return text;
  }
}
