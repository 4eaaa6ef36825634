package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.Application;
import io.freehold.api.ApplicationSpec;
import io.freehold.api.Metadata;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Manifest;
import io.freehold.engine.ObjectOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncOptionsTest {
  private static final Duration MOMENT = Duration.ofSeconds(3);

  private final Bench bench = new Bench();

  @Test
  void outsideOfItsWindowsNothingStartsUntilOneOpens() {
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "shop",
            sync(
                """
                {"windows": [{"kind": "allow", "schedule": "30 1 * * *", "duration": "1h",
                  "timeZone": "Europe/Berlin"}]}
                """),
            1,
            ""));
    bench.pass(Duration.ofMinutes(29));
    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.condition("Reconciling"))
        .isEqualTo("True: spec.sync.windows lets no sync start now");

    bench.pass(Duration.ofMinutes(3));
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().sync()).isEqualTo(SyncState.SYNCED);
  }

  @Test
  void aWindowThatCannotBeReadStalls() {
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "shop", sync("{\"windows\": [{\"kind\": \"deny\", \"schedule\": \"daily\"}]}"), 1, ""));
    bench.pass(MOMENT);

    assertThat(bench.condition("Stalled"))
        .isEqualTo(
            "True: spec.sync.windows: cannot parse schedule 'daily': it needs five fields, as 0 22"
                + " * * *");
    assertThat(bench.cluster.names()).isEmpty();
  }

  @Test
  void aSyncEndsWhenItsTimeIsUp() {
    bench.commit(
        "one",
        object("apps/v1", "Deployment", "web", "1"),
        annotated("late", "freehold.io/wave", "1"));
    bench.add(application("shop", sync("{\"timeout\": \"2m\", \"retry\": {\"limit\": 0}}"), 1, ""));
    bench.pass(Duration.ofMinutes(3));

    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().message())
        .isEqualTo("not done within PT2M: waiting for apps/Deployment shop/web to become healthy");
  }

  @Test
  void withChecksNothingOfAWaveIsAppliedWhenOneObjectWouldBeRefused() {
    bench.cluster.refusals.put(
        "b", new ApplyResult.Rejected(ApplyResult.Retry.NEVER, 422, "Invalid", "no"));
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(application("shop", sync("{\"options\": {\"checkWaves\": true}}"), 1, ""));
    bench.pass(Duration.ofMillis(500));

    assertThat(bench.cluster.names()).isEmpty();
    assertThat(bench.status().operation().message()).startsWith("ConfigMap shop/b: no");
  }

  @Test
  void whatAsksFirstIsPrunedWhenAPersonAgrees() {
    bench.commit(
        "one",
        configMap("a", "1"),
        annotated("db", "argocd.argoproj.io/sync-options", "Prune=confirm"));
    ApplicationActor actor = bench.add(application("shop"));
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "1"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "db");
    assertThat(bench.status().operation().message())
        .endsWith("a person has to confirm the deletion of ConfigMap shop/db");

    actor.changed(approved(application("shop")));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a");
  }

  private static Application approved(Application application) {
    Metadata before = application.metadata();
    return new Application(
        "",
        "",
        new Metadata(
            before.name(),
            before.namespace(),
            before.uid(),
            before.resourceVersion(),
            before.generation(),
            before.labels(),
            Map.of(ObjectOptions.APPROVED, "2026-01-01T00:00:00Z"),
            before.finalizers(),
            before.deletionTimestamp()),
        application.spec(),
        application.status());
  }

  private static Manifest annotated(String name, String annotation, String value) {
    Manifest manifest = configMap(name, "1");
    manifest
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put(annotation, value);
    return manifest;
  }

  private static ApplicationSpec sync(String sync) {
    return spec("{\"sources\": [{\"path\": \"apps/shop\"}], \"sync\": " + sync + "}");
  }
}
