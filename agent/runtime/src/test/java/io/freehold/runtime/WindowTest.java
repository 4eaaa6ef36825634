package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.Application;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Manifest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Windows that close while a sync runs; the bench begins at midnight. */
class WindowTest {
  private final Bench bench = new Bench();

  @Test
  void a_sync_that_may_not_overrun_ends_when_its_window_closes_and_goes_on_in_the_next() {
    bench.commit("one", object("apps/v1", "Deployment", "web", "1"), inWaveOne());
    bench.add(inTheFirstFiveMinutes("false"));
    bench.pass(Duration.ofMinutes(4));
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.RUNNING);

    bench.pass(Duration.ofMinutes(2));
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(bench.status().operation().message())
        .isEqualTo("the sync window has closed, and syncOverrun is false");
    assertThat(bench.condition("Reconciling")).startsWith("True: spec.sync.windows lets no sync");
    assertThat(bench.cluster.names()).containsExactly("web");

    bench.pass(Duration.ofHours(24).minusMinutes(4));
    bench.cluster.change(
        new io.freehold.api.ObjectRef("apps", "Deployment", "shop", "web"),
        live -> live.withObjectProperty("status").put("health", "HEALTHY"));
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.cluster.names()).contains("later");
  }

  @Test
  void a_sync_that_may_overrun_goes_on() {
    bench.commit("one", object("apps/v1", "Deployment", "web", "1"), inWaveOne());
    bench.add(inTheFirstFiveMinutes("true"));
    bench.pass(Duration.ofMinutes(7));
    assertThat(bench.status().operation().phase()).isEqualTo(OperationPhase.RUNNING);
  }

  private static Manifest inWaveOne() {
    Manifest manifest = configMap("later", "1");
    manifest
        .content()
        .withObjectProperty("metadata")
        .putObject("annotations")
        .put("freehold.io/wave", "1");
    return manifest;
  }

  private static Application inTheFirstFiveMinutes(String overrun) {
    return application(
        "shop",
        spec(
            """
            {"sources": [{"path": "x"}], "sync": {"windows": [
              {"kind": "allow", "schedule": "0 0 * * *", "duration": "5m", "syncOverrun": %s}]}}
            """
                .formatted(overrun)),
        1,
        "");
  }
}
