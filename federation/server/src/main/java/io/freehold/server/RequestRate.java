package io.freehold.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one address may ask: bursts are fine, a loop without a pause is not. Thread safe, and
 * bounded however many addresses there are.
 */
final class RequestRate {
  private static final int MAX_KNOWN = 10_000;
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final InstantSource clock;
  // Guarded by this.
  private final Map<String, Left> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  RequestRate(double perSecond, int burst, InstantSource clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
  }

  /** Counts a request; how long to wait when it is one too many, else zero. */
  synchronized Duration count(String peer) {
    Instant now = clock.instant();
    Left before = known.getOrDefault(peer, new Left(burst, now));
    double elapsed = Math.max(0, (double) Duration.between(before.at, now).toNanos() / NANOS);
    double left = Math.min(burst, before.requests + elapsed * perSecond);
    if (left < 1) {
      return Duration.ofNanos((long) ((1 - left) / perSecond * NANOS) + 1);
    }
    known.put(peer, new Left(left - 1, now));
    return Duration.ZERO;
  }

  private record Left(double requests, Instant at) {}
}
