package io.freehold.telemetry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with jitter: between half and all of 1 s, 2 s, 4 s … up to a cap. Not thread
 * safe.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration CAP = Duration.ofSeconds(30);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);
  private static final int DOUBLINGS = 5;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * How long to wait after one more failure.
   *
   * @param asked what the receiver asked for, zero when it did not
   */
  Duration next(Duration asked) {
    Duration full = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS));
    failures++;
    Duration longest = full.compareTo(CAP) > 0 ? CAP : full;
    Duration wait = Duration.ofNanos((long) (longest.toNanos() * random.nextDouble(0.5, 1)));
    Duration least = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    return wait.compareTo(least) > 0 ? wait : least;
  }

  /** Failures since the last success. */
  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
  }
}
