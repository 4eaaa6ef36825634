package io.freehold.ingest;

import java.time.Duration;
import java.time.Instant;

/** What one sender may still send. Guarded by its owner. */
final class Bucket {
  private static final double NANOS = 1e9;

  private final RateLimit limit;
  private double bytes;
  private Instant at;

  Bucket(RateLimit limit, Instant now) {
    this.limit = limit;
    this.bytes = limit.burst();
    this.at = now;
  }

  /** How long until something may be sent; zero when it may now. */
  Duration pause(Instant now) {
    if (now.isAfter(at)) {
      double seconds = (double) Duration.between(at, now).toNanos() / NANOS;
      bytes = Math.min((double) limit.burst(), bytes + seconds * limit.bytesPerSecond());
      at = now;
    }
    return bytes > 0
        ? Duration.ZERO
        : Duration.ofNanos((long) ((1 - bytes) / limit.bytesPerSecond() * NANOS) + 1);
  }

  /** Takes what a request weighed, also when that is more than is there. */
  void spend(long weight) {
    bytes -= Math.max(weight, RateLimit.SMALLEST);
  }
}
