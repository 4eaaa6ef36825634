package io.freehold.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Growing pauses between attempts.
 *
 * @param first pause after the first failure
 * @param factor multiplier of each further pause
 * @param longest no pause is longer; zero for no bound
 */
public record RetryPauses(Duration first, int factor, Duration longest) {
  /** More than anybody waits; keeps a pause without a bound inside of what a duration can hold. */
  private static final double MOST_NANOS = Duration.ofDays(36_500).toNanos();

  public RetryPauses {
    if (first.isNegative() || first.isZero() || factor < 1 || longest.isNegative()) {
      throw new IllegalArgumentException(
          "a back-off needs a positive duration and a factor of at least 1");
    }
  }

  /**
   * As Argo CD reads {@code retry.backoff}: a number without a unit means seconds, what is absent
   * is 5 s, doubled each time up to 3 minutes.
   *
   * @throws IllegalArgumentException when a duration cannot be read, or makes no sense
   */
  public static RetryPauses parse(
      @Nullable String first, @Nullable Integer factor, @Nullable String longest) {
    return new RetryPauses(
        first == null || first.isEmpty() ? Duration.ofSeconds(5) : GoDuration.parseOrSeconds(first),
        factor == null ? 2 : factor,
        longest == null || longest.isEmpty()
            ? Duration.ofMinutes(3)
            : GoDuration.parseOrSeconds(longest));
  }

  /** The pause after a number of failed attempts in a row, the first one being 1. */
  public Duration after(int failures) {
    double pause = first.toNanos() * Math.pow(factor, Math.max(0, failures - 1));
    double most = longest.isZero() ? MOST_NANOS : longest.toNanos();
    return Duration.ofNanos((long) Math.min(pause, most));
  }
}
