package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepairBudgetTest {
  private final RepairBudget budget = new RepairBudget();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aBurstOfChangesIsRevertedAtOnce() {
    for (int i = 0; i < 100; i++) {
      assertThat(budget.pause(now)).isZero();
      budget.repaired(now);
    }
    assertThat(budget.fighting(now)).isTrue();
    assertThat(budget.pause(now)).isPositive();
  }

  @Test
  void aFightIsAnsweredMoreAndMoreSlowlyUpToALimit() {
    Duration before = Duration.ZERO;
    for (int i = 0; i < 100; i++) {
      budget.repaired(now);
    }
    for (int i = 0; i < 20; i++) {
      Duration pause = budget.pause(now);
      assertThat(pause).isBetween(before, Duration.ofMinutes(5));
      before = pause;
      now = now.plus(pause);
      assertThat(budget.pause(now)).isZero();
      budget.repaired(now);
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void anObjectLeftAloneIsRevertedAtOnceAgain() {
    for (int i = 0; i < 120; i++) {
      budget.repaired(now);
    }
    now = now.plus(Duration.ofMinutes(11));
    assertThat(budget.pause(now)).isZero();
    assertThat(budget.fighting(now)).isFalse();
  }

  @Test
  void pausesShrinkWhenTheOtherOneGetsSlower() {
    for (int i = 0; i < 100; i++) {
      budget.repaired(now);
    }
    for (int i = 0; i < 3; i++) {
      now = now.plus(budget.pause(now));
      budget.repaired(now);
    }
    assertThat(budget.pause(now)).isEqualTo(Duration.ofSeconds(8));

    now = now.plus(Duration.ofSeconds(20));
    budget.repaired(now);
    assertThat(budget.pause(now)).isEqualTo(Duration.ofSeconds(4));
    assertThat(budget.fighting(now)).isTrue();

    assertThat(budget.fighting(now.plusSeconds(59))).isTrue();
    assertThat(budget.fighting(now.plusSeconds(60))).isFalse();
  }
}
