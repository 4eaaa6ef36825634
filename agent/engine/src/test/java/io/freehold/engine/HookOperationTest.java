package io.freehold.engine;

import static io.freehold.engine.Objects.annotated;
import static io.freehold.engine.Objects.configMap;
import static io.freehold.engine.Objects.desired;
import static io.freehold.engine.Objects.hook;
import static io.freehold.engine.Objects.manifest;
import static io.freehold.engine.Objects.owned;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.HealthState;
import io.freehold.api.OperationPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HookOperationTest {
  private static final OperationPolicy POLICY =
      new OperationPolicy(true, false, 8, Duration.ofMinutes(5));

  @Test
  void a_hook_runs_to_its_end_before_the_sync_and_another_after_it() {
    Driver driver =
        Driver.start(
            desired(
                hook("migrate", "PreSync"),
                manifest("apps/v1", "Deployment", "web"),
                hook("smoke", "PostSync", "HookSucceeded")),
            POLICY);

    assertThat(driver.asked()).containsExactly("save");
    driver.saved();
    assertThat(driver.asked()).containsExactly("clear migrate");
    driver.cleared("migrate");
    assertThat(driver.asked()).containsExactly("migrate");
    driver.applied("migrate");
    assertThat(driver.asked()).isEmpty();
    assertThat(driver.operation.message())
        .isEqualTo("waiting for batch/Job shop/migrate to finish");
    driver.health("migrate", HealthState.PROGRESSING);
    assertThat(driver.asked()).isEmpty();
    driver.health("migrate", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("web");
    driver.applied("web");
    driver.inventory();
    assertThat(driver.asked()).isEmpty();
    driver.health("web", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("smoke");
    driver.applied("smoke");
    driver.health("smoke", HealthState.HEALTHY);
    assertThat(driver.asked()).containsExactly("save");
    driver.saved();
    assertThat(driver.asked()).containsExactlyInAnyOrder("end migrate", "end and delete smoke");
    driver.ended("migrate");
    driver.ended("smoke");

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(driver.operation.tally()).isEqualTo(new Tally(1, 0, 0, 0));
  }

  @Test
  void a_failed_hook_keeps_the_sync_from_happening_and_runs_those_for_failures() {
    Driver driver =
        Driver.start(
            desired(
                hook("migrate", "PreSync", "HookFailed"),
                configMap("a"),
                hook("alarm", "SyncFail", "HookSucceeded")),
            POLICY);
    driver.saved();
    driver.applied("migrate");
    driver.health("migrate", HealthState.DEGRADED);

    assertThat(driver.asked()).containsExactly("alarm");
    driver.applied("alarm");
    driver.health("alarm", HealthState.HEALTHY);
    driver.saved();
    assertThat(driver.asked())
        .containsExactlyInAnyOrder("end and delete migrate", "end and delete alarm");
    driver.ended("migrate");
    driver.ended("alarm");

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(driver.operation.message()).isEqualTo("batch/Job shop/migrate: the hook failed");
  }

  @Test
  void an_object_that_is_refused_runs_the_hooks_for_failures_too() {
    Driver driver =
        Driver.start(desired(configMap("a"), hook("alarm", "SyncFail", "Never")), POLICY);
    driver.saved();
    driver.refused("a", ApplyResult.Retry.NEVER);

    assertThat(driver.asked()).containsExactly("alarm");
    assertThat(driver.inventoryAsked).isFalse();
  }

  @Test
  void the_other_hooks_of_a_wave_are_waited_for_when_one_fails() {
    Driver driver =
        Driver.start(
            desired(hook("a", "PreSync", "Never"), hook("b", "PreSync", "Never"), configMap("c")),
            POLICY);
    driver.saved();
    driver.applied("a");
    driver.applied("b");
    driver.health("a", HealthState.DEGRADED);
    assertThat(driver.asked()).isEmpty();
    driver.health("b", HealthState.HEALTHY);

    assertThat(driver.asked()).containsExactly("save");
  }

  @Test
  void a_hook_that_vanished_has_failed() {
    Driver driver = Driver.start(desired(hook("a", "Sync", "Never"), configMap("c")), POLICY);
    driver.saved();
    driver.applied("c");
    driver.applied("a");
    driver.health("a", HealthState.MISSING);
    driver.saved();
    driver.ended("a");

    assertThat(driver.operation.message()).isEqualTo("batch/Job shop/a: the hook vanished");
  }

  @Test
  void a_newer_revision_does_not_wait_for_a_hook_that_never_ends() {
    Driver driver = Driver.start(desired(hook("a", "PreSync", "Never")), POLICY);
    driver.saved();
    driver.applied("a");
    driver.take(driver.operation.supersede());
    assertThat(driver.asked()).containsExactly("save");
    driver.saved();
    assertThat(driver.asked()).containsExactly("end a");
    driver.ended("a");

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUPERSEDED);
  }

  @Test
  void terminating_deletes_hooks_that_run() {
    Driver driver = Driver.start(desired(hook("a", "PreSync", "Never")), POLICY);
    driver.saved();
    driver.take(driver.operation.terminate("terminated"));
    driver.applied("a");
    driver.saved();

    assertThat(driver.asked()).containsExactly("end and delete a");
    driver.ended("a");
    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(driver.operation.message()).isEqualTo("terminated");
  }

  @Test
  void the_bound_for_the_whole_operation_ends_a_hook_too() {
    OperationPolicy bounded =
        new OperationPolicy(
            true,
            false,
            8,
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            KindOrder.FREEHOLD,
            Precheck.NOTHING,
            false,
            false,
            false);
    Driver driver = Driver.start(desired(hook("a", "PreSync", "Never")), bounded);
    driver.saved();
    driver.applied("a");
    driver.observe(new Observation.Woken(Integer.MIN_VALUE));
    driver.saved();
    driver.ended("a");

    assertThat(driver.operation.message())
        .isEqualTo("not done within PT1H: waiting for batch/Job shop/a to finish");
  }

  @Test
  void a_name_is_generated_once_for_each_operation_and_phase() {
    Manifest nameless = hook("", "PreSync,PostSync");
    nameless.content().withObjectProperty("metadata").put("generateName", "job-").remove("name");
    OperationId id = new OperationId("c0ffee1234", Instant.parse("2024-05-15T12:30:20Z"));
    Operation operation = Operation.plan(desired(nameless), _ -> false, POLICY, id, 1);

    assertThat(operation.plannedHooks())
        .extracting(planned -> planned.object().ref().name())
        .containsExactly("job-c0ffee1-presync-1715776220", "job-c0ffee1-postsync-1715776220");
    var content = operation.plannedHooks().getFirst().object().manifest().content();
    assertThat(content.at("/metadata/generateName").isMissingNode()).isTrue();
    assertThat(content.at("/metadata/finalizers").get(0).asText()).isEqualTo(Hook.FINALIZER);
    assertThat(content.at("/metadata/annotations/freehold.io~1tracking-id").asText())
        .endsWith("job-c0ffee1-presync-1715776220");
  }

  @Test
  void skipped_and_unknown_hooks_are_neither_applied_nor_pruned() {
    Manifest skipped = hook("skipped", "Skip");
    Manifest unknown = annotated("unknown", "helm.sh/hook", "test");
    Manifest deletion = hook("deletion", "PreDelete");
    Driver driver = Driver.start(desired(configMap("a"), skipped, unknown, deletion), POLICY);
    driver.applied("a");
    driver.inventory(owned(configMap("skipped")), owned(configMap("unknown")), owned(skipped));

    assertThat(driver.asked()).containsExactly("delete skipped");
    assertThat(driver.operation.desired().spared()).hasSize(3);
  }

  @Test
  void with_checks_a_wave_is_applied_as_a_whole_or_not_at_all() {
    Driver driver =
        Driver.start(desired(configMap("a"), configMap("b")), policy(Precheck.EACH_WAVE));
    assertThat(driver.asked()).containsExactly("check a", "check b");
    driver.checked("a");
    driver.refused("b", ApplyResult.Retry.NEVER);

    assertThat(driver.asked()).isEmpty();
    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.FAILED);

    Driver good = Driver.start(desired(configMap("a")), policy(Precheck.EACH_WAVE));
    good.checked("a");
    assertThat(good.asked()).containsExactly("a");
  }

  @Test
  void a_dry_run_changes_nothing() {
    Driver driver =
        Driver.start(desired(hook("migrate", "PreSync"), configMap("a")), policy(Precheck.DRY_RUN));
    assertThat(driver.asked()).containsExactly("check migrate");
    driver.checked("migrate");
    assertThat(driver.asked()).containsExactly("check a");
    driver.checked("a");

    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(driver.inventoryAsked).isFalse();
  }

  @Test
  void a_selection_runs_no_hook_and_prunes_nothing() {
    Desired all = desired(configMap("a"), configMap("b"), hook("migrate", "PreSync"));
    Driver driver = Driver.start(all.only(Set.of(configMap("b").ref())), POLICY);

    assertThat(driver.asked()).containsExactly("b");
    driver.applied("b");
    assertThat(driver.inventoryAsked).isFalse();
    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void what_waits_for_a_person_is_named() {
    Driver driver = Driver.start(desired(configMap("a")), POLICY);
    driver.applied("a");
    driver.inventory(owned(annotated("db", "argocd.argoproj.io/sync-options", "Prune=confirm")));

    assertThat(driver.asked()).isEmpty();
    assertThat(driver.operation.message())
        .endsWith("; a person has to confirm the deletion of ConfigMap shop/db");
  }

  @Test
  void after_a_crash_while_tidying_up_only_the_rest_is_tidied() {
    Desired wanted = desired(hook("a", "PreSync", "HookSucceeded"));
    Driver driver = Driver.start(wanted, POLICY);
    driver.saved();
    driver.applied("a");
    driver.health("a", HealthState.HEALTHY);
    driver.inventory();

    Driver resumed =
        Driver.start(Operation.resume(wanted, _ -> false, POLICY, requireNonNull(driver.saved)));
    assertThat(resumed.asked()).containsExactly("end and delete a");
    resumed.ended("a");
    assertThat(resumed.operation.phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void after_a_crash_while_hooks_for_failures_run_they_go_on() {
    Desired wanted = desired(configMap("a"), hook("alarm", "SyncFail", "HookSucceeded"));
    Driver driver = Driver.start(wanted, POLICY);
    driver.saved();
    driver.refused("a", ApplyResult.Retry.NEVER);
    assertThat(driver.asked()).containsExactly("alarm");

    Driver resumed =
        Driver.start(Operation.resume(wanted, _ -> false, POLICY, driver.operation.record()));
    resumed.refused("a", ApplyResult.Retry.NEVER);
    resumed.applied("alarm");
    resumed.health("alarm", HealthState.HEALTHY);
    resumed.saved();
    resumed.ended("alarm");
    assertThat(resumed.operation.phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(resumed.operation.hooks()).hasSize(1);
  }

  private static OperationPolicy policy(Precheck check) {
    return new OperationPolicy(
        true,
        false,
        8,
        Duration.ofMinutes(5),
        Duration.ZERO,
        KindOrder.FREEHOLD,
        check,
        false,
        false,
        false);
  }

  @Test
  void hooks_of_one_object_in_two_phases_run_twice() {
    Driver driver = Driver.start(desired(hook("a", "PreSync,PostSync"), configMap("c")), POLICY);
    driver.saved();
    driver.cleared("a");
    driver.applied("a");
    driver.health("a", HealthState.HEALTHY);
    driver.applied("c");
    driver.inventory();
    driver.health("c", HealthState.HEALTHY);
    driver.saved();
    driver.cleared("a");
    driver.applied("a");
    assertThat(driver.operation.phase()).isEqualTo(OperationPhase.RUNNING);
    driver.health("a", HealthState.HEALTHY);
    driver.saved();

    assertThat(driver.asked()).isEqualTo(List.of("end a"));
  }
}
