package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StrangersTest {
  private Instant now = Instant.parse("2026-11-21T09:00:00Z");
  private final Strangers strangers = new Strangers(() -> now);

  @Test
  void one_address_takes_few_places_and_leaves_the_others_theirs() {
    assertThat(strangers.enter("10.0.0.1")).isTrue();
    assertThat(strangers.enter("10.0.0.1")).isTrue();
    assertThat(strangers.enter("10.0.0.1")).isFalse();
    assertThat(strangers.enter("10.0.0.2")).isTrue();
    strangers.leave("10.0.0.1", true);
    assertThat(strangers.enter("10.0.0.1")).isTrue();
  }

  @Test
  void a_false_claim_is_remembered_for_a_while() {
    assertThat(strangers.enter("10.0.0.1")).isTrue();
    strangers.leave("10.0.0.1", false);
    assertThat(strangers.enter("10.0.0.1")).isFalse();
    now = now.plus(Strangers.BARRED);
    assertThat(strangers.enter("10.0.0.1")).isTrue();
  }

  @Test
  void what_is_remembered_is_bounded() {
    for (int i = 0; i < 20_000; i++) {
      assertThat(strangers.enter("10.1." + i)).isTrue();
      strangers.leave("10.1." + i, false);
    }
    assertThat(strangers.enter("10.1.19999")).isFalse();
    assertThat(strangers.enter("10.1.0")).isTrue();
  }
}
