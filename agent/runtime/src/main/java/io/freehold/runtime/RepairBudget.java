package io.freehold.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether an object is repaired at once or later. People change things in bursts, and each
 * of their changes is reverted at once; a program that changes the object after every repair spends
 * the burst within seconds, and then each repair waits twice as long as the one before, or half as
 * long when the object was left alone for longer than that; the fight is over when it was left
 * alone for twice the pause, and for a minute at least.
 */
final class RepairBudget {
  private static final int BURST = 100;
  private static final Duration REGAIN_ONE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_PEACE = Duration.ofMinutes(1);
  private static final int MOST_FIGHTS = 9;

  private double left = BURST;
  private Instant last = Instant.MIN;
  private int fights;

  /** How long the next repair has to wait; zero for not at all. */
  Duration pause(Instant now) {
    regain(now);
    if (left >= 1) {
      return Duration.ZERO;
    }
    Duration since = Duration.between(last, now);
    return since.compareTo(pause()) >= 0 ? Duration.ZERO : pause().minus(since);
  }

  /** Counts a repair. */
  void repaired(Instant now) {
    regain(now);
    if (left >= 1) {
      left--;
    } else if (Duration.between(last, now).compareTo(pause().multipliedBy(2)) >= 0) {
      // They left it alone for longer than they had to.
      fights = Math.max(0, fights - 1);
    } else {
      fights = Math.min(fights + 1, MOST_FIGHTS);
    }
    last = now;
  }

  /** Whether repairs are put off because somebody keeps changing the object. */
  boolean fighting(Instant now) {
    regain(now);
    return left < 1;
  }

  private Duration pause() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << fights);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void regain(Instant now) {
    if (last.equals(Instant.MIN)) {
      return;
    }
    Duration since = Duration.between(last, now);
    if (left < 1) {
      // Waiting is part of the fight and regains nothing; only peace afterwards does.
      Duration peace = pause().multipliedBy(2);
      if (since.compareTo(peace) < 0 || since.compareTo(SHORTEST_PEACE) < 0) {
        return;
      }
      fights = 0;
    }
    left = Math.min(BURST, left + (double) since.toMillis() / REGAIN_ONE.toMillis());
    last = now;
  }
}
