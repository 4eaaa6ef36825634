package io.freehold.engine;

import java.time.Duration;

/**
 * Growing pauses between attempts.
 *
 * @param first pause after the first failure
 * @param factor multiplier of each further pause
 * @param longest no pause is longer
 */
public record RetryPauses(Duration first, int factor, Duration longest) {
  public RetryPauses {
    if (first.isNegative() || first.isZero() || factor < 1 || longest.isNegative()) {
      throw new IllegalArgumentException(
          "a back-off needs a positive duration and a factor of at least 1");
    }
  }

  /** The pause after a number of failed attempts in a row, the first one being 1. */
  public Duration after(int failures) {
    double pause = first.toMillis() * Math.pow(factor, Math.max(0, failures - 1));
    return pause >= longest.toMillis() ? longest : Duration.ofMillis((long) pause);
  }
}
