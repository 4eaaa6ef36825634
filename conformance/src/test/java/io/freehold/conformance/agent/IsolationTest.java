package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.local.LocalCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beside an application that cannot be rendered, one whose hook never ends, one that somebody
 * fights and a large one, others go on, and each of the four says what is wrong. What it costs the
 * others is measured by {@code io.freehold.bench.Isolation}.
 */
@ExtendWith({OwnCluster.class, TestGitServer.class})
class IsolationTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int OTHERS = 10;
  private static final int OBJECTS = 1000;
  private static final Duration BETWEEN_BLOWS = Duration.ofMillis(20);

  private final Api api;
  private final TestRepository registry;
  private final AgentUnderTest agent;
  private final CountDownLatch over = new CountDownLatch(1);

  IsolationTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.registry = registry;
    Prerequisites.install(cluster, registry);
    this.agent = new AgentUnderTest(cluster, registry, directory);
  }

  @Test
  void others_go_on_beside_broken_stuck_fought_and_large_ones() throws Exception {
    Thread rival = Thread.ofVirtual().start(this::fight);
    try (AgentUnderTest _ = agent) {
      registry.commit(troublemakers());
      registry.commit(others("first"));
      registry.commit(applications());
      applied("first");
      Eventually.within(
          LIMIT,
          () -> {
            assertThat(api.condition("broken", "Rendered"))
                .startsWith("False apps/broken/broken.yaml:");
            assertThat(api.condition("stuck", "Reconciling"))
                .isEqualTo("True waiting for batch/Job stuck/never-ends to finish");
            assertThat(api.condition("fought", "Fight"))
                .startsWith("True ConfigMap fought/fought is changed again and again")
                .contains("rival");
          });

      // While the large one is under way, and the others of the four go on as they do.
      registry.commit(Map.of("apps/large/large.yaml", large("second")));
      registry.commit(others("second"));
      applied("second");
      Eventually.within(
          LIMIT,
          () -> {
            JsonNode large = api.status("large");
            assertThat(large.path("sync").asText()).isEqualTo("Synced");
            assertThat(large.at("/summary/synced").asInt()).isGreaterThanOrEqualTo(OBJECTS);
            assertThat(api.value("large", "large-" + (OBJECTS - 1))).isEqualTo("second");
          });
      assertThat(api.get(configMap("stuck", "waits")).isMissingNode()).isTrue();
      assertThat(api.condition("broken", "Rendered")).startsWith("False");
    } catch (AssertionError e) {
      System.out.println(agent.log());
      throw e;
    } finally {
      over.countDown();
      rival.join();
    }
  }

  private void applied(String value) {
    Eventually.within(
        LIMIT,
        () -> {
          for (int i = 0; i < OTHERS; i++) {
            assertThat(api.value("other-" + i, "a")).isEqualTo(value);
            assertThat(api.status("other-" + i).path("sync").asText()).isEqualTo("Synced");
          }
        });
  }

  private void fight() {
    try {
      for (int blow = 0; !over.await(BETWEEN_BLOWS.toMillis(), TimeUnit.MILLISECONDS); blow++) {
        // Nothing happens before it is there.
        api.patchAs(
            "rival", configMap("fought", "fought"), "{\"data\":{\"key\":\"" + blow + "\"}}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> troublemakers() {
    return Map.of(
        "apps/broken/broken.yaml",
        "apiVersion: v1\nkind: [\n",
        "apps/stuck/stuck.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: never-ends, annotations: {argocd.argoproj.io/hook: PreSync}}
        spec:
          template:
            spec: {restartPolicy: Never, containers: [{name: main, image: "example.org/main:1"}]}
        ---
        """
            + map("waits", "1"),
        "apps/fought/fought.yaml",
        map("fought", "ours"),
        "apps/large/large.yaml",
        large("first"));
  }

  private static String large(String value) {
    return IntStream.range(0, OBJECTS)
        .mapToObj(i -> map("large-" + i, value))
        .collect(Collectors.joining("---\n"));
  }

  private static Map<String, String> others(String value) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < OTHERS; i++) {
      files.put("apps/other-" + i + "/a.yaml", map("a", value));
    }
    return files;
  }

  private static Map<String, String> applications() {
    List<String> names = new ArrayList<>(List.of("broken", "stuck", "fought", "large"));
    IntStream.range(0, OTHERS).forEach(i -> names.add("other-" + i));
    return names.stream()
        .collect(
            Collectors.toMap(
                name -> "clusters/test/" + name + ".yaml",
                """
                apiVersion: freehold.io/v1
                kind: Application
                metadata: {name: %1$s, namespace: freehold-system}
                spec:
                  sources: [{path: apps/%1$s}]
                  destination: {namespace: %1$s}
                  sync: {options: {createNamespace: true}}
                """
                    ::formatted));
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: \"%s\"}\n"
        .formatted(name, value);
  }
}
