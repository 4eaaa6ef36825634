package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.Application;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Manifest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeletionTest {
  private static final Duration MOMENT = Duration.ofSeconds(3);
  private static final Application DELETED =
      application("shop", application("shop").spec(), 2, "2026-01-01T00:00:00Z");

  private final Bench bench = new Bench();

  @Test
  void hooks_run_before_and_after_the_objects_go() {
    synced(hook("backup", "PreDelete"), hook("notify", "PostDelete"), configMap("a", "1"));
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().deletionHooks()).containsExactly("PostDelete", "PreDelete");

    bench.change(DELETED);
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "backup");
    complete("backup", "Complete");
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("notify");
    assertThat(bench.released).isEmpty();

    complete("notify", "Complete");
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.released).containsExactly("freehold-system/shop");
  }

  @Test
  void hooks_come_from_the_commit_that_was_applied_when_git_has_them_no_more() {
    synced(hook("backup", "PreDelete"), configMap("a", "1"));
    bench.brokenCommit("two", "there is no folder apps/shop");
    bench.change(DELETED);
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "backup");
  }

  @Test
  void a_hook_that_failed_is_run_again_and_nothing_is_deleted_meanwhile() {
    synced(hook("backup", "PreDelete"), configMap("a", "1"));
    bench.change(DELETED);
    bench.pass(MOMENT);
    Object first = uid("backup");
    complete("backup", "Failed");
    bench.pass(MOMENT);
    assertThat(bench.condition("Reconciling"))
        .isEqualTo(
            "True: the hooks of PreDelete are tried again: batch/Job shop/backup: the hook failed");
    assertThat(bench.cluster.names()).contains("a");

    bench.pass(Duration.ofSeconds(5));
    assertThat(uid("backup")).isNotEqualTo(first);
    complete("backup", "Complete");
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();
  }

  @Test
  void a_crash_runs_no_hook_again() {
    synced(hook("backup", "PreDelete"), hook("notify", "PostDelete"), configMap("a", "1"));
    bench.change(DELETED);
    bench.pass(MOMENT);
    Object first = uid("backup");
    bench.crash(DELETED);
    bench.pass(MOMENT);
    assertThat(uid("backup")).isEqualTo(first);

    complete("backup", "Complete");
    bench.cluster.lingering.add("a");
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).contains("a");
    bench.crash(DELETED);
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.cluster.asked())
        .filteredOn(call -> call.endsWith("backup"))
        .containsExactly(
            "apply batch/Job shop/backup",
            "release batch/Job shop/backup",
            "delete batch/Job shop/backup");

    bench.cluster.remove(Bench.ref("a"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("notify");
    Object second = uid("notify");
    bench.crash(DELETED);
    bench.pass(MOMENT);
    assertThat(uid("notify")).isEqualTo(second);
  }

  @Test
  void a_person_may_delete_without_hooks() {
    synced(hook("backup", "PreDelete"), configMap("a", "1"));
    bench.change(DELETED);
    bench.pass(MOMENT);
    complete("backup", "Failed");
    bench.pass(Duration.ofMillis(100));
    bench.change(Bench.annotated(DELETED, "freehold.io/deletion-hooks", "skip"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.released).containsExactly("freehold-system/shop");
  }

  @Test
  void orphans_stay_without_any_hook() {
    Application keeping = with("Orphan", "");
    bench.commit("one", hook("backup", "PreDelete"), configMap("a", "1"));
    bench.add(keeping);
    bench.pass(MOMENT);
    bench.change(with("Orphan", "2026-01-01T00:00:00Z"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.released).containsExactly("freehold-system/shop");
  }

  @Test
  void the_policy_delete_does_not_wait_for_what_lingers() {
    bench.cluster.lingering.add("a");
    bench.commit("one", configMap("a", "1"));
    bench.add(with("Delete", ""));
    bench.pass(MOMENT);
    bench.change(with("Delete", "2026-01-01T00:00:00Z"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.released).containsExactly("freehold-system/shop");
  }

  @Test
  void the_policy_to_wait_waits_for_what_lingers() {
    bench.cluster.lingering.add("a");
    bench.commit("one", configMap("a", "1"));
    bench.add(with("WaitForTermination", ""));
    bench.pass(MOMENT);
    bench.change(with("WaitForTermination", "2026-01-01T00:00:00Z"));
    bench.pass(MOMENT);
    assertThat(bench.released).isEmpty();
    bench.cluster.remove(Bench.ref("a"));
    bench.pass(MOMENT);
    assertThat(bench.released).containsExactly("freehold-system/shop");
  }

  @Test
  void what_is_pruned_of_a_higher_wave_is_gone_before_the_next_wave_is_pruned() {
    bench.cluster.lingering.add("late");
    synced(
        configMap("a", "1"), inWave(1, configMap("early", "1")), inWave(2, configMap("late", "1")));
    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "early", "late");
    assertThat(bench.condition("Reconciling"))
        .isEqualTo("True: waiting for ConfigMap shop/late to be gone");

    bench.cluster.remove(Bench.ref("late"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void a_hook_that_git_dropped_while_no_agent_ran_is_let_go() {
    bench.commit("one", hook("migrate", "PreSync"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(finalizers("migrate")).contains("hook-finalizer");

    bench.commit("two", configMap("a", "2"));
    bench.crash(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.status().revision()).isEqualTo("two");
    assertThat(finalizers("migrate")).isEmpty();
  }

  private void synced(Manifest... manifests) {
    bench.commit("one", manifests);
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    bench.cluster.asked();
  }

  private void complete(String name, String type) {
    bench.cluster.change(
        job(name),
        object ->
            object
                .putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", type)
                .put("status", "True"));
  }

  private Object uid(String name) {
    return bench.cluster.content(job(name)).at("/metadata/uid").asText();
  }

  private String finalizers(String name) {
    return bench.cluster.content(job(name)).at("/metadata/finalizers").toString();
  }

  private static ObjectRef job(String name) {
    return new ObjectRef("batch", "Job", "shop", name);
  }

  private static Application with(String policy, String deletionTimestamp) {
    return application(
        "shop",
        spec("{\"sources\":[{\"path\":\"x\"}],\"deletionPolicy\":\"" + policy + "\"}"),
        deletionTimestamp.isEmpty() ? 1 : 2,
        deletionTimestamp);
  }

  private static Manifest inWave(int wave, Manifest manifest) {
    manifest
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("freehold.io/wave", Integer.toString(wave));
    return manifest;
  }

  private static Manifest hook(String name, String phase) {
    Manifest job = object("batch/v1", "Job", name, "1");
    job.content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("argocd.argoproj.io/hook", phase);
    return job;
  }
}
