package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.RepositoryId;
import io.freehold.local.LocalCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real agent on a real API server under a plane that means harm. */
@ExtendWith({OwnCluster.class, TestGitServer.class})
class HostilePlaneTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration ALL_OF_IT = Duration.ofMinutes(5);
  // One report, one stream of hints, and what this side has not yet seen closed.
  private static final int CONNECTIONS = 4;
  private static final int MOST_CONNECTIONS = 20;
  private static final long MEGABYTES = 450;

  @Test
  @Timeout(480)
  void nothing_that_it_says_touches_an_application_or_the_agent(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws Exception {
    var api = new Api(controlPlane);
    Prerequisites.install(cluster, registry);
    String digest = RepositoryId.of(registry.url().toString()).orElseThrow().digest();
    try (var plane = new HostilePlane(digest)) {
      registry.commit(
          Map.of(
              "clusters/test/cluster.yaml",
              """
              apiVersion: freehold.io/v1
              kind: Cluster
              metadata: {name: test}
              spec: {publicKeys: [], plane: {endpoint: "%s", reportInterval: 1s}}
              """
                  .formatted(plane.url()),
              "clusters/test/kept.yaml",
              """
              apiVersion: freehold.io/v1
              kind: Application
              metadata: {name: kept, namespace: freehold-system}
              spec:
                sources: [{path: apps/kept}]
                destination: {namespace: kept}
                sync: {options: {createNamespace: true}}
              """,
              "apps/kept/maps.yaml",
              map("a", "1") + "---\n" + map("b", "1")));
      try (var agent = new AgentUnderTest(cluster, registry, directory)) {
        Eventually.within(
            LIMIT, () -> assertThat(api.condition("kept", "Ready")).startsWith("True"));
        Map<String, String> before = versions(api);
        String operation = api.status("kept").path("operation").path("startedAt").asText();
        long pid = agent.pid();

        Eventually.within(
            ALL_OF_IT, () -> assertThat(plane.didEverything()).as(plane.progress()).isTrue());

        assertThat(versions(api)).isEqualTo(before);
        assertThat(api.status("kept").path("operation").path("startedAt").asText())
            .isEqualTo(operation);
        assertThat(plane.elsewhere()).as("requests that followed a redirect").isZero();
        assertThat(plane.mostOpen())
            .as("connections at a time")
            .isLessThanOrEqualTo(MOST_CONNECTIONS);
        Eventually.within(
            LIMIT,
            () ->
                assertThat(plane.open())
                    .as("connections that stay")
                    .isLessThanOrEqualTo(CONNECTIONS));
        assertThat(ProcessHandle.of(pid).orElseThrow().isAlive()).isTrue();
        assertThat(agent.pid()).isEqualTo(pid);
        assertThat(agent.log()).doesNotContain("OutOfMemoryError");
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (Files.exists(status)) {
          assertThat(megabytes(status)).as("resident megabytes").isLessThan(MEGABYTES);
        }

        // It still does what Git says, and only that.
        registry.commit(Map.of("apps/kept/maps.yaml", map("a", "2") + "---\n" + map("b", "1")));
        Eventually.within(LIMIT, () -> assertThat(api.value("kept", "a")).isEqualTo("2"));
        api.patch(configMap("kept", "b"), "{\"data\": {\"key\": \"changed\"}}");
        Eventually.within(LIMIT, () -> assertThat(api.value("kept", "b")).isEqualTo("1"));
        System.out.printf(
            "hostile plane: at most %d connections, %s%n", plane.mostOpen(), plane.progress());
      }
    }
  }

  /** UID and resource version of everything that the application has. */
  private static Map<String, String> versions(Api api) {
    Map<String, String> versions = new HashMap<>();
    for (String name : api.maps("kept")) {
      var metadata = api.get(configMap("kept", name)).path("metadata");
      versions.put(
          name, metadata.path("uid").asText() + " " + metadata.path("resourceVersion").asText());
    }
    assertThat(versions).hasSize(2);
    return versions;
  }

  private static long megabytes(Path status) throws Exception {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: \"%s\"}\n"
        .formatted(name, value);
  }
}
