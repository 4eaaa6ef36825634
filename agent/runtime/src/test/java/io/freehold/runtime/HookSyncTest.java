package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HookRun;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Manifest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HookSyncTest {
  private static final Duration MOMENT = Duration.ofSeconds(3);
  private static final ObjectRef MIGRATE = job("migrate").ref();

  private final Bench bench = new Bench();

  @Test
  void aHookRunsToItsEndBeforeAnythingIsApplied() {
    bench.commit("one", hook("migrate", "PreSync", "HookSucceeded"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("migrate");
    assertThat(bench.status().operation().hooks())
        .containsExactly(new HookRun("PreSync", "batch", "Job", "shop", "migrate", "Running"));
    assertThat(bench.condition("Reconciling"))
        .isEqualTo("True: waiting for batch/Job shop/migrate to finish");

    complete(MIGRATE);
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(bench.status().operation().hooks().getFirst().outcome()).isEqualTo("Succeeded");
    assertThat(bench.status().summary().objects()).isEqualTo(1);
  }

  @Test
  void aHookMayFinishBeforeItsCreationIsAnswered() {
    bench.commit("one", hook("migrate", "PreSync", "HookSucceeded"), configMap("a", "1"));
    bench.cluster.reactions.put("migrate", object -> finish(object, "Complete"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void aHookOfAnEarlierSyncMakesRoomBeforeItRunsAgain() {
    bench.commit("one", hook("migrate", "PreSync", "BeforeHookCreation"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    complete(MIGRATE);
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "migrate");
    assertThat(bench.cluster.content(MIGRATE).at("/metadata/finalizers").isEmpty()).isTrue();
    String first = bench.cluster.content(MIGRATE).at("/metadata/uid").asText();

    bench.commit("two", hook("migrate", "PreSync", "BeforeHookCreation"), configMap("a", "2"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.content(MIGRATE).at("/metadata/uid").asText()).isNotEqualTo(first);
    assertThat(bench.cluster.content(Bench.ref("a")).at("/data/key").asText()).isEqualTo("1");
    complete(MIGRATE);
    bench.pass(MOMENT);
    assertThat(bench.cluster.content(Bench.ref("a")).at("/data/key").asText()).isEqualTo("2");
  }

  @Test
  void aFailedHookFailsTheSyncAndNothingIsApplied() {
    bench.commit(
        "one",
        hook("migrate", "PreSync", "HookFailed"),
        configMap("a", "1"),
        hook("alarm", "SyncFail", "HookSucceeded"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    condition(MIGRATE, "Failed");
    bench.pass(Duration.ofMillis(500));
    assertThat(bench.cluster.names()).containsExactly("alarm", "migrate");

    complete(job("alarm").ref());
    bench.pass(Duration.ofMillis(500));
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().message())
        .isEqualTo("batch/Job shop/migrate: the hook failed");
  }

  @Test
  void afterARestartAHookIsWaitedForAndNotRunAgain() {
    bench.commit("one", hook("migrate", "PreSync", "BeforeHookCreation"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    String uid = bench.cluster.content(MIGRATE).at("/metadata/uid").asText();

    bench.crash(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.content(MIGRATE).at("/metadata/uid").asText()).isEqualTo(uid);
    complete(MIGRATE);
    bench.pass(MOMENT);

    assertThat(bench.cluster.names()).containsExactly("a", "migrate");
    assertThat(bench.cluster.content(MIGRATE).at("/metadata/uid").asText()).isEqualTo(uid);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
  }

  @Test
  void aRestartRunsNoHookOfWhatWasSynced() {
    bench.commit("one", hook("migrate", "PreSync", "HookSucceeded"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    complete(MIGRATE);
    bench.pass(MOMENT);
    ApplicationStatus.Operation last = bench.status().operation();
    bench.crash(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.status().operation()).isEqualTo(last);
    assertThat(bench.status().operation().hooks()).hasSize(1);

    bench.cluster.change(Bench.ref("a"), object -> object.putObject("data").put("key", "9"));
    bench.crash(application("shop"));
    // It may die again before it has looked at everything.
    bench.crash(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.cluster.content(Bench.ref("a")).at("/data/key").asText()).isEqualTo("1");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);

    bench.commit("two", hook("migrate", "PreSync", "HookSucceeded"), configMap("a", "2"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "migrate");
  }

  @Test
  void afterACrashWhileTidyingUpObjectsAreLookedAt() {
    bench.commit("one", hook("migrate", "PreSync", "HookSucceeded"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    complete(MIGRATE);
    bench.pass(MOMENT);
    while (bench.status().operation().ending().isEmpty()) {
      bench.statuses.removeLast();
    }
    bench.crash(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(bench.status().summary().synced()).isEqualTo(1);
    assertThat(bench.condition("Ready")).startsWith("True");

    bench.cluster.change(Bench.ref("a"), object -> object.putObject("data").put("key", "9"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.content(Bench.ref("a")).at("/data/key").asText()).isEqualTo("1");
    assertThat(bench.cluster.names()).containsExactly("a");
  }

  @Test
  void aHookThatEndedWhileNoAgentRanIsLookedAt() {
    bench.commit(
        "one",
        hook("migrate", "PreSync", "HookSucceeded"),
        wave(hook("second", "PreSync", "HookSucceeded"), 1),
        configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    complete(MIGRATE);
    bench.pass(MOMENT);
    assertThat(bench.status().operation().hooks()).hasSize(2);
    bench.cluster.changeUnseen(job("second").ref(), object -> finish(object, "Complete"));

    bench.crash(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.SUCCEEDED);
    assertThat(bench.cluster.names()).containsExactly("a");
  }

  @Test
  void aRestartIsNoNewAttempt() {
    bench.commit("one", hook("migrate", "PreSync", "HookFailed"), configMap("a", "1"));
    var application =
        application(
            "shop",
            Bench.spec(
                "{\"sources\":[{\"path\":\"apps/shop\"}],\"sync\":{\"retry\":{\"limit\":1,\"backoff\":{\"duration\":\"1m\"}}}}"),
            1,
            "");
    bench.add(application);
    bench.pass(MOMENT);
    condition(MIGRATE, "Failed");
    bench.pass(MOMENT);
    assertThat(bench.condition("Reconciling")).startsWith("True: again in 60 s");

    bench.crash(application);
    bench.pass(Duration.ofSeconds(30));
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.condition("Reconciling")).startsWith("True: again in 60 s");
    assertThat(bench.condition("Ready")).startsWith("False");

    bench.pass(Duration.ofSeconds(40));
    assertThat(bench.status().operation().attempt()).isEqualTo(2);
    condition(MIGRATE, "Failed");
    bench.pass(MOMENT);
    assertThat(bench.condition("Stalled"))
        .isEqualTo("True: batch/Job shop/migrate: the hook failed");

    bench.crash(application);
    bench.pass(Duration.ofMinutes(5));
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.condition("Stalled"))
        .isEqualTo("True: batch/Job shop/migrate: the hook failed");
    assertThat(bench.condition("Reconciling")).isEqualTo("False: ");
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().attempt()).isEqualTo(2);
  }

  @Test
  void aNewerCommitDoesNotWaitForAHookThatNeverEnds() {
    bench.commit("one", hook("migrate", "PreSync", "BeforeHookCreation"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);

    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);
    assertThat(bench.status().revision()).isEqualTo("two");
    assertThat(bench.cluster.content(MIGRATE).at("/metadata/finalizers").isEmpty()).isTrue();
  }

  @Test
  void aHookThatIsNotThereAnyMoreIsNotPrunedButGoesWithItsApplication() {
    bench.commit("one", hook("migrate", "PreSync", "Never"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    complete(MIGRATE);
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "migrate");

    bench.change(application("shop", application("shop").spec(), 1, "2026-01-01T01:00:00Z"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.released).containsExactly("freehold-system/shop");
  }

  @Test
  void anObjectOfThatNameThatIsNoHookIsNotDeleted() {
    bench.cluster.apply(job("migrate"));
    bench.commit("one", hook("migrate", "PreSync", "BeforeHookCreation"), configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(Duration.ofMillis(500));

    assertThat(bench.cluster.names()).containsExactly("migrate");
    assertThat(bench.status().operation().message())
        .contains("an object of that name exists and is no hook of this Application");
  }

  private void complete(ObjectRef ref) {
    condition(ref, "Complete");
  }

  private void condition(ObjectRef ref, String type) {
    bench.cluster.change(ref, object -> finish(object, type));
  }

  private static void finish(ObjectNode job, String type) {
    job.putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", "True");
  }

  private static Manifest wave(Manifest manifest, int wave) {
    manifest
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("freehold.io/wave", Integer.toString(wave));
    return manifest;
  }

  private static Manifest job(String name) {
    return object("batch/v1", "Job", name, "1");
  }

  private static Manifest hook(String name, String phase, String policy) {
    Manifest job = job(name);
    job.content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("argocd.argoproj.io/hook", phase)
        .put("argocd.argoproj.io/hook-delete-policy", policy);
    return job;
  }
}
