package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.ref;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.Application;
import io.freehold.api.JournalEntry;
import io.freehold.api.SyncState;
import io.freehold.engine.ApplyResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RollbackTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final ApplyResult.Rejected INVALID =
      new ApplyResult.Rejected(ApplyResult.Retry.NEVER, 422, "Invalid", "data must be a map");

  private final Bench bench = new Bench();
  private final Application app = rollingBack("{\"failures\":1,\"healthTimeout\":\"1m\"}");

  @Test
  void what_was_last_synced_and_healthy_is_told() {
    bench.commit("one", configMap("a", "1"));
    bench.add(application("shop"));
    bench.pass(MOMENT);
    assertThat(bench.status().healthyRevision()).isEqualTo("one");

    bench.commit("two", object("apps/v1", "Deployment", "web", "1"));
    bench.pass(MOMENT);
    assertThat(bench.status().revision()).isEqualTo("two");
    assertThat(bench.status().healthyRevision()).isEqualTo("one");
  }

  @Test
  void a_sync_that_fails_goes_back_to_what_was_healthy() {
    bench.commit("one", configMap("a", "1"), configMap("b", "1"));
    bench.add(app);
    bench.pass(MOMENT);
    bench.cluster.refusals.put("b", INVALID);
    bench.commit("two", configMap("a", "2"), configMap("b", "2"));
    bench.pass(MOMENT);
    bench.cluster.refusals.clear();
    bench.pass(Duration.ofMinutes(1));

    assertThat(bench.cluster.content(ref("a")).path("data").path("key").asText()).isEqualTo("1");
    assertThat(bench.status().revision()).isEqualTo("one");
    assertThat(bench.status().sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(bench.condition("RolledBack"))
        .isEqualTo(
            "True: revision two was bad (ConfigMap shop/b: data must be a map (apps/b.yaml:1));"
                + " it stays at one until Git wants something else");
    assertThat(bench.condition("Ready")).startsWith("False: revision two was bad");
    assertThat(bench.condition("Stalled")).startsWith("True");
    assertThat(bench.metrics.rollbacks.sum()).isEqualTo(1);
    assertThat(bench.journal)
        .filteredOn(entry -> entry.kind() == JournalEntry.Kind.NOTE)
        .extracting(JournalEntry::message)
        .singleElement()
        .asString()
        .startsWith("rolled back from revision two to one: ConfigMap shop/b");
  }

  @Test
  void what_was_bad_is_remembered_over_restarts_until_git_moves_on() {
    bench.commit("one", configMap("a", "1"));
    bench.add(app);
    bench.pass(MOMENT);
    bench.cluster.refusals.put("b", INVALID);
    bench.commit("two", configMap("a", "2"), configMap("b", "2"));
    bench.pass(MOMENT);
    bench.cluster.refusals.clear();

    bench.restart(app);
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.status().rolledBack()).matches(back -> back.revision().equals("two"));

    // Another commit with the same objects is as bad.
    bench.commit("three", configMap("a", "2"), configMap("b", "2"));
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.cluster.names()).containsExactly("a");

    bench.commit("four", configMap("a", "4"), configMap("b", "4"));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("a", "b");
    assertThat(bench.status().rolledBack()).isNull();
    assertThat(bench.condition("RolledBack")).isEqualTo("absent");
    assertThat(bench.condition("Ready")).isEqualTo("True: ");
    assertThat(bench.status().healthyRevision()).isEqualTo("four");
  }

  @Test
  void what_does_not_become_healthy_in_time_goes_back() {
    bench.commit("one", configMap("a", "1"));
    bench.add(app);
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "2"), object("apps/v1", "Deployment", "web", "1"));
    bench.pass(Duration.ofSeconds(50));
    assertThat(bench.cluster.names()).containsExactly("a", "web");

    bench.pass(Duration.ofSeconds(20));
    assertThat(bench.cluster.names()).containsExactly("a");
    assertThat(bench.cluster.content(ref("a")).path("data").path("key").asText()).isEqualTo("1");
    assertThat(bench.status().rolledBack()).matches(back -> back.reason().equals("NotHealthy"));
  }

  @Test
  void what_was_healthy_once_is_not_rolled_back_when_it_falls_ill() {
    bench.commit("one", configMap("a", "1"));
    bench.add(app);
    bench.pass(MOMENT);
    bench.commit("two", configMap("a", "2"));
    bench.pass(MOMENT);
    bench.cluster.change(
        ref("a"), object -> object.withObjectProperty("status").put("health", "DEGRADED"));
    bench.pass(Duration.ofMinutes(10));

    assertThat(bench.status().revision()).isEqualTo("two");
    assertThat(bench.status().rolledBack()).isNull();
  }

  @Test
  void a_new_spec_tries_again_what_was_bad() {
    bench.commit("one", configMap("a", "1"));
    bench.add(app);
    bench.pass(MOMENT);
    bench.cluster.refusals.put("b", INVALID);
    bench.commit("two", configMap("b", "2"));
    bench.pass(MOMENT);
    assertThat(bench.status().rolledBack()).isNotNull();
    bench.cluster.refusals.clear();

    bench.change(application("shop", app.spec(), 2, ""));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).containsExactly("b");
    assertThat(bench.status().rolledBack()).isNull();
  }

  @Test
  void failures_are_counted_where_one_is_not_enough() {
    bench.commit("one", configMap("a", "1"));
    bench.add(rollingBack("{\"failures\":2}"));
    bench.pass(MOMENT);
    bench.cluster.refusals.put("b", INVALID);
    bench.commit("two", configMap("a", "2"), configMap("b", "2"));
    bench.pass(MOMENT);
    assertThat(bench.status().rolledBack()).isNull();
    bench.pass(Duration.ofSeconds(30));
    assertThat(bench.status().rolledBack()).isNotNull();
  }

  private static Application rollingBack(String policy) {
    return application(
        "shop", spec("{\"sources\":[{\"path\":\"x\"}],\"rollback\":" + policy + "}"), 1, "");
  }
}
