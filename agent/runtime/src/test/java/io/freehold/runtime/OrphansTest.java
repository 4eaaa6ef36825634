package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.OrphanedObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrphansTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final Bench bench = new Bench();

  @Test
  void what_a_deleted_application_left_is_told_by_its_neighbours_until_it_is_gone() {
    bench.commit("one", configMap("left", "1"));
    bench.add(application("old", spec(KEEPING), 1, ""));
    bench.pass(MOMENT);
    bench.commit("two", configMap("mine", "1"));
    bench.vanish(application("old"));
    bench.add(application("shop"));
    bench.pass(MOMENT);

    assertThat(bench.status().orphans())
        .containsExactly(
            new OrphanedObject("", "ConfigMap", "shop", "left", "freehold-system/old"));
    assertThat(bench.condition("Orphans"))
        .isEqualTo(
            "True: 1 objects belong to no Application any more, as ConfigMap shop/left of"
                + " freehold-system/old; nothing deletes them");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
    assertThat(bench.cluster.names()).containsExactly("left", "mine");

    bench.cluster.remove(Bench.ref("left"));
    bench.pass(MOMENT);
    assertThat(bench.status().orphans()).isEmpty();
    assertThat(bench.condition("Orphans")).isEqualTo("absent");
  }

  @Test
  void what_another_application_takes_over_is_no_orphan() {
    bench.commit("one", configMap("left", "1"));
    bench.add(application("old", spec(KEEPING), 1, ""));
    bench.pass(MOMENT);
    bench.vanish(application("old"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.status().orphans()).isEmpty();
  }

  private static final String KEEPING =
      "{\"sources\":[{\"path\":\"x\"}],\"deletionPolicy\":\"Orphan\"}";
}
