package io.freehold.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.LiveObject;
import io.freehold.health.HealthRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncStepTest {
  private final Map<ObjectRef, LiveObject> live = new HashMap<>();
  private final SyncResults results = new SyncResults(List.of());

  @Test
  void aSingleWaveEndsWithoutWaitingForHealth() {
    List<SyncWork> all = plan("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n}\n");
    var run = (SyncStep.Next.Run) step(all).next();
    assertThat(run.work()).hasSize(1);
    assertThat(run.more()).isFalse();
  }

  @Test
  void aWaveWaitsUntilTheOneBeforeIsHealthy() {
    String first =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n, annotations: {argocd.argoproj.io/sync-wave: '-1'}}\n";
    String second = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: n}\n";
    List<SyncWork> all = plan(first, second);
    var run = (SyncStep.Next.Run) step(all).next();
    assertThat(names(run.work())).containsExactly("a");
    assertThat(run.more()).isTrue();

    results.done(run.work().getFirst(), SyncResults.SYNCED, "pod/a created", false);
    all = withLive(all, pod("Pending"));
    assertThat(step(all).next()).isInstanceOf(SyncStep.Next.Wait.class);

    all = withLive(all, pod("Succeeded"));
    assertThat(names(((SyncStep.Next.Run) step(all).next()).work())).containsExactly("b");
  }

  @Test
  void anObjectThatFailsEndsTheSyncAndRunsWhatIsForThat() {
    String first =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n, annotations: {argocd.argoproj.io/sync-wave: '-1'}}\n";
    String hook =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: h, namespace: n, annotations: {argocd.argoproj.io/hook: SyncFail}}\n";
    List<SyncWork> all = plan(first, hook);
    SyncWork pod = ((SyncStep.Next.Run) step(all).next()).work().getFirst();
    results.done(pod, SyncResults.SYNCED, "pod/a created", false);
    all = withLive(all, pod("Failed"));
    var after = (SyncStep.Next.RunAfterFailure) step(all).next();
    assertThat(names(after.work())).containsExactly("h");

    results.set(after.work().getFirst(), SyncResults.SYNCED, "Succeeded", "");
    assertThat(((SyncStep.Next.End) step(all).next()).phase()).isEqualTo("Failed");
  }

  @Test
  void anObjectThatVanishedIsNotWaitedForWithoutEnd() {
    String first =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n, annotations: {argocd.argoproj.io/hook: PreSync}}\n";
    List<SyncWork> all = plan(first);
    results.done(all.getFirst(), SyncResults.SYNCED, "pod/a created", false);
    var end = (SyncStep.Next.End) step(all).next();
    assertThat(end.phase()).isEqualTo("Failed");
    assertThat(results.phase(all.getFirst())).isEqualTo("Error");
  }

  @Test
  void aHookWithoutNameGetsOneThatStaysInItsOperation() {
    String hook =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: h-, namespace: n, annotations: {argocd.argoproj.io/hook: PostSync}}\n";
    assertThat(names(plan(hook))).containsExactly("h-0123456-postsync-1700000000");
    assertThat(plan(hook).getFirst().content().at("/metadata/finalizers/0").asText())
        .isEqualTo("argocd.argoproj.io/hook-finalizer");
  }

  private SyncStep step(List<SyncWork> all) {
    return new SyncStep(all, results, new ObjectHealth(HealthRules.standard()), work -> true);
  }

  private List<SyncWork> withLive(List<SyncWork> all, LiveObject object) {
    live.put(object.ref(), object);
    return all.stream().map(work -> work.with(live.get(work.ref()))).toList();
  }

  private static LiveObject pod(String phase) {
    ObjectNode content =
        (ObjectNode)
            Json.yaml(
                "pod",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n}\nspec: {restartPolicy: Never}\nstatus: {phase: "
                    + phase
                    + "}\n");
    return new LiveObject(new ObjectRef("", "Pod", "n", "a"), "u", "1", content);
  }

  private static List<SyncWork> plan(String... objects) {
    List<Target> targets = new ArrayList<>();
    for (String object : objects) {
      ObjectNode content = (ObjectNode) Json.yaml("object", object);
      targets.add(
          new Target(
              "v1",
              new ObjectRef(
                  "",
                  content.path("kind").asText(),
                  "n",
                  content.path("metadata").path("name").asText("")),
              content));
    }
    Comparison comparison =
        Comparison.of(
            targets,
            Map.of(),
            (target, there) -> true,
            new ObjectHealth(HealthRules.standard()),
            new ObjectRef("argoproj.io", "Application", "argocd", "app"));
    return new SyncPlan(
            ArgoOperation.Sync.ALL,
            "0123456789abcdef",
            Instant.ofEpochSecond(1_700_000_000),
            new SyncPlan.Owner(Tracking.DEFAULT, "app", "n"))
        .of(comparison, targets, null);
  }

  private static List<String> names(List<SyncWork> work) {
    return work.stream().map(one -> one.ref().name()).toList();
  }
}
