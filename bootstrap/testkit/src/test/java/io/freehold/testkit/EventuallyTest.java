package io.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  @Test
  void asksUntilTheAssertionHolds() {
    var asked = new AtomicInteger();
    Eventually.within(
        Duration.ofMinutes(1), () -> assertThat(asked.incrementAndGet()).isEqualTo(3));
    assertThat(asked).hasValue(3);
  }

  @Test
  void theLastFailureIsTold() {
    assertThatThrownBy(
            () -> Eventually.within(Duration.ofMillis(50), () -> assertThat(1).isEqualTo(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not within PT0.05S")
        .hasRootCauseInstanceOf(AssertionError.class);
  }
}
