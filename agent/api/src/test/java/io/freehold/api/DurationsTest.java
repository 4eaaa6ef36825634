package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"500ms,500", "15s,15000", "5m,300000", "1h30m,5400000", "0s,0"})
  void readsSumsOfUnits(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "5d", "1h-3m", "9999999999s"})
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a duration");
  }

  @Test
  void healthAggregatesToTheWorse() {
    assertThat(HealthState.HEALTHY.worse(HealthState.DEGRADED)).isEqualTo(HealthState.DEGRADED);
    assertThat(HealthState.UNKNOWN.worse(HealthState.DEGRADED)).isEqualTo(HealthState.UNKNOWN);
    assertThat(HealthState.SUSPENDED.worse(HealthState.PROGRESSING))
        .isEqualTo(HealthState.PROGRESSING);
  }
}
