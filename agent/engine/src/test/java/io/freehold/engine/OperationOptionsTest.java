package io.freehold.engine;

import static io.freehold.engine.Objects.configMap;
import static io.freehold.engine.Objects.desired;
import static io.freehold.engine.Objects.inWave;
import static io.freehold.engine.Objects.owned;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.OperationPhase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Operations whose policy says more than usual. */
class OperationOptionsTest {
  private static final OperationPolicy PRUNES_LAST = policy(true, false);
  private static final OperationPolicy GOES_ON = policy(false, true);

  @Test
  void pruning_last_waits_until_everything_is_healthy() {
    Driver driver = Driver.start(desired(configMap("a"), configMap("b")), PRUNES_LAST);
    driver.applied("a");
    driver.applied("b");
    assertThat(driver.inventoryAsked).isFalse();
    assertThat(driver.operation.waiting()).isTrue();

    driver.health("a", HealthState.HEALTHY);
    assertThat(driver.inventoryAsked).isFalse();
    driver.health("b", HealthState.HEALTHY);
    assertThat(driver.inventoryAsked).isTrue();
    driver.inventory(owned(configMap("old")));
    driver.asked();
    driver.deleted("old");
    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void pruning_last_prunes_nothing_while_something_is_not_healthy() {
    Driver driver = Driver.start(desired(configMap("a")), PRUNES_LAST);
    driver.applied("a");
    driver.health("a", HealthState.DEGRADED);
    driver.observe(new Observation.Woken(1));

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(driver.inventoryAsked).isFalse();
  }

  @Test
  void going_on_applies_later_waves_tells_all_errors_and_prunes_nothing() {
    Driver driver =
        Driver.start(
            desired(
                inWave(0, "v1", "ConfigMap", "a"),
                inWave(0, "v1", "ConfigMap", "b"),
                inWave(1, "v1", "ConfigMap", "c"),
                inWave(2, "v1", "ConfigMap", "d")),
            GOES_ON);
    driver.refused("a", ApplyResult.Retry.NEVER);
    driver.applied("b");
    driver.health("b", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("c");
    driver.refused("c", ApplyResult.Retry.NEVER);
    driver.health("b", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("d");
    driver.applied("d");

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(driver.operation.message()).contains("ConfigMap shop/a", "ConfigMap shop/c");
    assertThat(driver.inventoryAsked).isFalse();
  }

  private static OperationPolicy policy(boolean pruneLast, boolean continueOnError) {
    return new OperationPolicy(
        true,
        false,
        8,
        Duration.ofMinutes(5),
        Duration.ZERO,
        KindOrder.FREEHOLD,
        Precheck.NOTHING,
        false,
        pruneLast,
        continueOnError);
  }
}
