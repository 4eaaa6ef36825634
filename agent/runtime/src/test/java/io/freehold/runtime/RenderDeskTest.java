package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.render.ClusterUse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenderDeskTest {
  private static final Duration A_WHILE = Duration.ofMinutes(5);

  private final Bench bench = new Bench();

  @Test
  void what_does_not_depend_on_the_cluster_is_rendered_once() {
    rendersOnce();
    bench.sameFacts = false;
    bench.pass(A_WHILE);
    assertThat(bench.renders).isEqualTo(1);
  }

  @Test
  void a_chart_is_rendered_again_when_the_cluster_offers_something_else() {
    bench.clusterUse = new ClusterUse(true, false);
    rendersOnce();
    bench.pass(A_WHILE);
    assertThat(bench.renders).isEqualTo(1);

    bench.sameFacts = false;
    bench.pass(Duration.ofSeconds(61));
    assertThat(bench.renders).isEqualTo(2);
  }

  @Test
  void what_charts_looked_up_is_looked_at_every_minute() {
    bench.clusterUse = new ClusterUse(false, true);
    rendersOnce();
    bench.pass(Duration.ofSeconds(61));
    assertThat(bench.renders).isEqualTo(2);
  }

  @Test
  void what_could_not_be_rendered_is_tried_again_now_and_then() {
    bench.brokenCommit("one", "this cluster is too old");
    bench.add(Bench.application("shop"));
    bench.pass(A_WHILE);
    assertThat(bench.renders).isEqualTo(1);
    bench.pass(A_WHILE.multipliedBy(2));
    assertThat(bench.renders).isEqualTo(2);
  }

  private void rendersOnce() {
    bench.commit("one", Bench.configMap("a", "1"));
    bench.add(Bench.application("shop"));
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.renders).isEqualTo(1);
  }
}
