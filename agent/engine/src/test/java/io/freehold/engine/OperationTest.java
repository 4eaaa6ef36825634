package io.freehold.engine;

import static io.freehold.engine.Objects.configMap;
import static io.freehold.engine.Objects.definition;
import static io.freehold.engine.Objects.desired;
import static io.freehold.engine.Objects.inWave;
import static io.freehold.engine.Objects.manifest;
import static io.freehold.engine.Objects.owned;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationTest {
  private static final OperationPolicy POLICY =
      new OperationPolicy(true, false, 8, Duration.ofMinutes(5));

  @Test
  void objectsOfOneRankAreInFlightTogetherAndRanksFollowEachOther() {
    Driver driver =
        Driver.start(
            desired(configMap("a"), configMap("b"), manifest("apps/v1", "Deployment", "web")),
            POLICY);

    assertThat(driver.asked()).containsExactly("a", "b");
    driver.applied("b");
    assertThat(driver.asked()).isEmpty();
    driver.applied("a");
    assertThat(driver.asked()).containsExactly("web");
    driver.applied("web");
    driver.inventory();

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(driver.operation.tally()).isEqualTo(new Tally(3, 0, 0, 0));
  }

  @Test
  void neverMoreInFlightThanThePolicyAllows() {
    Driver driver =
        Driver.start(
            desired(configMap("a"), configMap("b"), configMap("c")),
            new OperationPolicy(true, false, 2, Duration.ofMinutes(5)));

    assertThat(driver.asked()).containsExactly("a", "b");
    driver.applied("a");
    assertThat(driver.asked()).containsExactly("c");
  }

  @Test
  void aWaveStartsWhenTheOneBeforeIsHealthy() {
    Driver driver =
        Driver.start(
            desired(manifest("apps/v1", "Deployment", "db"), inWave(1, "v1", "ConfigMap", "web")),
            POLICY);
    driver.applied("db");

    assertThat(driver.asked()).isEmpty();
    assertThat(driver.operation.waiting()).isTrue();
    assertThat(driver.operation.message())
        .isEqualTo("waiting for apps/Deployment shop/db to become healthy");
    driver.health("db", HealthState.DEGRADED);
    assertThat(driver.asked()).isEmpty();
    driver.health("db", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("web");
  }

  @Test
  void aWaveThatDoesNotBecomeHealthyInTimeFails() {
    Driver driver =
        Driver.start(
            desired(manifest("apps/v1", "Deployment", "db"), inWave(1, "v1", "ConfigMap", "web")),
            POLICY);
    driver.applied("db");
    driver.observe(new Observation.Woken(0));
    assertThat(driver.operation.waiting()).isTrue();
    driver.observe(new Observation.Woken(1));

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(driver.operation.message()).contains("apps/Deployment shop/db");
    assertThat(driver.asked()).isEmpty();
  }

  @Test
  void customResourcesWaitForTheirDefinitionAndTryAgainUntilItIsServed() {
    Driver driver =
        Driver.start(
            desired(
                definition("widgets", "example.org", "Widget"),
                manifest("example.org/v1", "Widget", "one"),
                configMap("a")),
            POLICY);
    driver.applied("widgets.example.org");
    driver.applied("a");
    assertThat(driver.asked()).isEmpty();
    driver.health("widgets.example.org", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("one");

    driver.refused("one", ApplyResult.Retry.AFTER_DISCOVERY);
    assertThat(driver.asked()).containsExactly("one after PT0.1S");
    driver.refused("one", ApplyResult.Retry.AFTER_DISCOVERY);
    assertThat(driver.asked()).containsExactly("one after PT0.2S");
    driver.applied("one");
    driver.inventory();

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void anUnknownKindWithoutADefinitionFailsAtOnce() {
    Driver driver = Driver.start(desired(manifest("example.org/v1", "Widget", "one")), POLICY);
    driver.refused("one", ApplyResult.Retry.AFTER_DISCOVERY);

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
  }

  @Test
  void allErrorsOfAWaveAreCollectedAndNothingIsPruned() {
    Driver driver =
        Driver.start(
            desired(
                configMap("a"),
                manifest("apps/v1", "Deployment", "web"),
                inWave(1, "v1", "ConfigMap", "late")),
            POLICY);
    driver.refused("a", ApplyResult.Retry.NEVER);
    driver.refused("web", ApplyResult.Retry.LATER);

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(driver.operation.message())
        .isEqualTo(
            "2 objects failed: ConfigMap shop/a: no (apps/shop/a.yaml:1);"
                + " apps/Deployment shop/web: no (apps/shop/web.yaml:1)");
    assertThat(driver.asked()).isEmpty();
    assertThat(driver.inventoryAsked).isFalse();
  }

  @Test
  void whatIsLeftOverIsPrunedStageByStage() {
    Driver driver = Driver.start(desired(configMap("a")), POLICY);
    driver.applied("a");
    driver.inventory(
        owned(configMap("a")),
        owned(configMap("old")),
        owned(manifest("apps/v1", "Deployment", "old-web")));

    assertThat(driver.asked()).containsExactly("delete old-web");
    driver.deleted("old-web");
    assertThat(driver.asked()).containsExactly("delete old");
    driver.deleted("old");
    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(driver.operation.tally().pruned()).isEqualTo(2);
  }

  @Test
  void aRefusedDeletionFailsTheOperationAfterTheOthers() {
    Driver driver = Driver.start(desired(configMap("a")), POLICY);
    driver.applied("a");
    driver.inventory(owned(configMap("old")), owned(manifest("apps/v1", "Deployment", "web")));
    driver.observe(
        new Observation.NotDeleted(manifest("apps/v1", "Deployment", "web").ref(), "no"));
    assertThat(driver.asked()).contains("delete old");
    driver.deleted("old");

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(driver.operation.message()).isEqualTo("apps/Deployment shop/web: not deleted: no");
  }

  @Test
  void anEmptyRenderPrunesOnlyWhenAllowed() {
    Driver refusing = Driver.start(desired(), POLICY);
    assertThat(refusing.inventoryAsked).isFalse();
    assertThat(refusing.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);

    Driver allowing =
        Driver.start(desired(), new OperationPolicy(true, true, 8, Duration.ofMinutes(5)));
    allowing.inventory(owned(configMap("a")));
    assertThat(allowing.asked()).containsExactly("delete a");
  }

  @Test
  void withoutPruningNothingIsEvenListed() {
    Driver driver =
        Driver.start(
            desired(configMap("a")), new OperationPolicy(false, true, 8, Duration.ofMinutes(5)));
    driver.applied("a");

    assertThat(driver.inventoryAsked).isFalse();
    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void whatIsInPlaceIsNotAppliedAgainButStillWaitedFor() {
    ObjectRef db = manifest("apps/v1", "Deployment", "db").ref();
    Driver driver =
        Driver.start(
            Operation.plan(
                desired(
                    manifest("apps/v1", "Deployment", "db"), inWave(1, "v1", "ConfigMap", "web")),
                object -> object.ref().equals(db),
                POLICY,
                1));

    assertThat(driver.operation.awaits(db)).isTrue();
    driver.health("db", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("web");
    driver.applied("web");
    driver.inventory();
    assertThat(driver.operation.tally()).isEqualTo(new Tally(1, 0, 1, 0));
  }

  @Test
  void aSupersededOperationEndsWhenItsRequestsAreAnswered() {
    Driver driver = Driver.start(desired(configMap("a"), configMap("b")), POLICY);
    driver.take(driver.operation.supersede());
    assertThat(driver.operation.ended()).isFalse();
    driver.applied("a");
    driver.refused("b", ApplyResult.Retry.LATER);

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUPERSEDED);
  }

  @Test
  void aWaitIsCutShortAtOnce() {
    Driver driver =
        Driver.start(
            desired(manifest("apps/v1", "Deployment", "db"), inWave(1, "v1", "ConfigMap", "web")),
            POLICY);
    driver.applied("db");
    driver.take(driver.operation.supersede());

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUPERSEDED);
  }

  @Test
  void answersNobodyWaitsForChangeNothing() {
    Driver driver = Driver.start(desired(configMap("a")), POLICY);
    Operation before = driver.operation;
    for (Observation stray :
        List.of(
            new Observation.Applied(configMap("z").ref(), Tally.Change.UPDATED),
            new Observation.Inventory(List.of()),
            new Observation.Deleted(configMap("a").ref()),
            new Observation.Woken(0))) {
      driver.observe(stray);
    }

    assertThat(driver.operation).isEqualTo(before);
  }
}
