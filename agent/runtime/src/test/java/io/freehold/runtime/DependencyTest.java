package io.freehold.runtime;

import static io.freehold.runtime.Bench.application;
import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.object;
import static io.freehold.runtime.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ObjectRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DependencyTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final ObjectRef DATABASE =
      new ObjectRef("db.example.org", "Database", "shop", "main");

  private static final String DEPLOYMENT =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "main",
       "ready": %s}
      """;

  private final Bench bench = new Bench();

  @Test
  void an_object_of_any_kind_is_waited_for_until_its_expression_is_true() {
    start(
        """
        {"apiVersion": "db.example.org/v1", "kind": "Database", "namespace": "shop", "name": "main",
         "ready": "has(dep.status.phase) && dep.status.phase == self.metadata.name"}
        """);
    assertThat(waiting()).isEqualTo("db.example.org/Database shop/main does not exist");

    bench.cluster.create(object("db.example.org/v1", "Database", "main", "1"));
    bench.pass(MOMENT);
    assertThat(waiting()).startsWith("db.example.org/Database shop/main is not ready: ");
    assertThat(bench.cluster.asked()).isEmpty();

    bench.cluster.change(
        DATABASE, object -> object.withObjectProperty("status").put("phase", "shop"));
    // No time passes: the watch tells.
    bench.settle();
    assertThat(bench.cluster.names()).contains("a");
    assertThat(bench.cluster.singles).isEmpty();
  }

  @Test
  void without_an_expression_it_has_to_be_healthy() {
    start(DEPLOYMENT.formatted("\"\""));
    bench.cluster.create(object("apps/v1", "Deployment", "main", "1"));
    bench.pass(MOMENT);
    assertThat(waiting()).isEqualTo("apps/Deployment shop/main is Progressing");

    bench.cluster.change(
        new ObjectRef("apps", "Deployment", "shop", "main"),
        object -> object.withObjectProperty("status").put("health", "HEALTHY"));
    bench.settle();
    assertThat(bench.cluster.names()).contains("a");
  }

  @Test
  void nothing_is_watched_for_an_application_that_is_gone() {
    start(DEPLOYMENT.formatted("\"\""));
    assertThat(bench.cluster.singles).hasSize(1);
    bench.vanish(application("shop"));
    bench.settle();
    assertThat(bench.cluster.singles).isEmpty();
  }

  @Test
  void what_is_no_expression_stalls_and_says_which() {
    start(DEPLOYMENT.formatted("\"dep.x ===\""));
    assertThat(bench.condition("Stalled")).startsWith("True: spec.dependsOn[0].ready: ");
  }

  @Test
  void an_expression_is_about_dep_and_self() {
    start(DEPLOYMENT.formatted("\"status.ok\""));
    assertThat(bench.condition("Stalled"))
        .isEqualTo(
            "True: spec.dependsOn[0].ready: there is no status in the expression; it is about dep"
                + " and self");
  }

  private void start(String dependency) {
    bench.commit("one", configMap("a", "1"));
    bench.add(
        application(
            "shop",
            spec("{\"sources\": [{\"path\": \"x\"}], \"dependsOn\": [" + dependency + "]}"),
            1,
            ""));
    bench.pass(MOMENT);
    assertThat(bench.cluster.names()).doesNotContain("a");
  }

  private String waiting() {
    return bench.condition("Reconciling").substring("True: ".length());
  }
}
