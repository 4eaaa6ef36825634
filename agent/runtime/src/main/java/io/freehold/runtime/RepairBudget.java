package io.freehold.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether an object is repaired at once or later. People change things in bursts, and each
 * of their changes is reverted at once; a program that changes the object after every repair spends
 * the burst within seconds, and then each repair waits twice as long as the one before, until the
 * object has been left alone for a while.
 */
final class RepairBudget {
  private static final int BURST = 100;
  private static final Duration REGAIN_ONE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private double left = BURST;
  private Instant last = Instant.MIN;
  private int fights;

  /** How long the next repair has to wait; zero for not at all. */
  Duration pause(Instant now) {
    regain(now);
    if (left >= 1) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(fights, 9));
    Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    Duration since = Duration.between(last, now);
    return since.compareTo(bounded) >= 0 ? Duration.ZERO : bounded.minus(since);
  }

  /** Counts a repair. */
  void repaired(Instant now) {
    regain(now);
    if (left >= 1) {
      left--;
    } else {
      fights++;
    }
    last = now;
  }

  /** Whether repairs are put off because somebody keeps changing the object. */
  boolean fighting() {
    return left < 1;
  }

  private void regain(Instant now) {
    if (last.equals(Instant.MIN)) {
      return;
    }
    Duration since = Duration.between(last, now);
    // While they fight, waiting is part of the fight and regains nothing.
    if (fighting() && since.compareTo(LONGEST_PAUSE.multipliedBy(2)) < 0) {
      return;
    }
    left = Math.min(BURST, left + (double) since.toMillis() / REGAIN_ONE.toMillis());
    if (left >= BURST) {
      fights = 0;
    }
    last = now;
  }
}
