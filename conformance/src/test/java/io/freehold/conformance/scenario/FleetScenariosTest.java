package io.freehold.conformance.scenario;

import static io.freehold.conformance.scenario.Fleet.A;
import static io.freehold.conformance.scenario.Fleet.B;
import static io.freehold.conformance.scenario.Fleet.LIMIT;
import static io.freehold.conformance.scenario.Fleet.PUSH;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.cli.Main;
import io.freehold.testkit.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two clusters, a plane and a Git server. Every test has its own application and leaves all
 * running.
 */
class FleetScenariosTest {
  /**
   * The longest pause between two looks of an agent at Git: one and a half intervals of the demo.
   */
  private static final Duration POLL = Duration.ofMillis(7_500);

  @TempDir private static Path directory;
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet(directory, 2);
  }

  @AfterAll
  static void stop() {
    if (fleet != null) {
      fleet.close();
    }
  }

  @Nested
  class WithoutThePlane extends PlaneOutage {
    WithoutThePlane() {
      super(fleet);
    }
  }

  @Nested
  class AgainstForgers extends ForgedReports {
    AgainstForgers() {
      super(fleet);
    }
  }

  @Nested
  class InTheBrowser extends FleetPage {
    InTheBrowser() {
      super(fleet);
    }
  }

  @Test
  void a_push_reaches_both_clusters_without_a_hook_and_a_deleted_file_prunes_its_object() {
    fleet.add(
        "pushed",
        Map.of(
            "a.yaml", Fleet.configMap("pushed-a", "1"), "b.yaml", Fleet.configMap("pushed-b", "1")),
        A,
        B);

    long began = System.nanoTime();
    fleet.registry.commit(Map.of("apps/pushed/a.yaml", Fleet.configMap("pushed-a", "2")));
    Eventually.within(
        PUSH,
        () -> {
          assertThat(fleet.value(A, "pushed-a")).isEqualTo("2");
          assertThat(fleet.value(B, "pushed-a")).isEqualTo("2");
        });
    System.out.printf("push to both clusters: %.1f s%n", (System.nanoTime() - began) / 1e9);

    fleet.registry.delete("apps/pushed/b.yaml");
    Eventually.within(
        PUSH,
        () -> {
          assertThat(fleet.value(A, "pushed-b")).isEmpty();
          assertThat(fleet.value(B, "pushed-b")).isEmpty();
        });
    assertThat(fleet.value(A, "pushed-a")).isEqualTo("2");
  }

  @Test
  void an_owned_field_or_object_comes_back_and_a_foreign_annotation_stays() {
    fleet.add("kept", Map.of("a.yaml", Fleet.configMap("kept", "1")), A);

    fleet.kubectl(A, "annotate", "cm", "kept", "example.org/mine=yes");
    fleet.kubectl(A, "patch", "cm", "kept", "-p", "{\"data\":{\"value\":\"x\"}}");
    Eventually.within(LIMIT, () -> assertThat(fleet.value(A, "kept")).isEqualTo("1"));
    assertThat(fleet.kubectl(A, "get", "cm", "kept", "-o", "jsonpath={.metadata.annotations}"))
        .contains("\"example.org/mine\":\"yes\"");

    fleet.kubectl(A, "delete", "cm", "kept");
    Eventually.within(LIMIT, () -> assertThat(fleet.value(A, "kept")).isEqualTo("1"));
  }

  @Test
  void fifty_edits_of_an_owned_field_are_reverted_at_once() throws Exception {
    fleet.add("edited", Map.of("a.yaml", Fleet.configMap("edited", "1")), A);

    var latencies = RepairLatency.measure(fleet.processes.kubeconfig(A), "edited", "1", 50);
    Duration p50 = RepairLatency.percentile(latencies, 50);
    Duration p99 = RepairLatency.percentile(latencies, 99);

    System.out.printf("repair of 50 edits: p50 %d ms, p99 %d ms%n", p50.toMillis(), p99.toMillis());
    assertThat(p50).isLessThan(Duration.ofMillis(100));
    assertThat(p99).isLessThan(Duration.ofMillis(300));
  }

  @Test
  void an_agent_killed_in_the_middle_of_a_sync_completes_it_after_its_restart() throws Exception {
    int objects = 150;
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < objects; i++) {
      files.put("%03d.yaml".formatted(i), Fleet.configMap("killed-" + i, "1"));
    }
    long pid = fleet.processes.agentPid(A);
    fleet.commit("killed", files, A);
    Eventually.within(PUSH, () -> assertThat(killedObjects().size()).isPositive());
    ProcessHandle agent = ProcessHandle.of(pid).orElseThrow();
    agent.destroyForcibly();
    agent.onExit().get();
    Map<String, String> before = killedObjects();
    System.out.printf("killed with %d of %d objects applied%n", before.size(), objects);
    assertThat(before.size()).as("objects at the kill").isBetween(1, objects - 1);

    fleet.awaitSynced("killed", A);
    Map<String, String> after = killedObjects();
    assertThat(after).hasSize(objects).containsAllEntriesOf(before);
    assertThat(fleet.processes.agentPid(A)).isNotZero().isNotEqualTo(pid);
  }

  /** UIDs by name: an object that was deleted and created again has another one. */
  private static Map<String, String> killedObjects() {
    Map<String, String> uids = new HashMap<>();
    fleet
        .kubectl(
            A,
            "get",
            "cm",
            "-o",
            "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}")
        .lines()
        .filter(line -> line.startsWith("killed-"))
        .forEach(line -> {
          int space = line.indexOf(' ');
          uids.put(line.substring(0, space), line.substring(space + 1));
        });
    return uids;
  }

  @Test
  void a_git_server_that_is_gone_changes_nothing_and_shows_as_a_condition() throws Exception {
    fleet.add("sourced", Map.of("a.yaml", Fleet.configMap("sourced", "1")), A, B);
    Map<String, String> before = versions();
    assertThat(before).hasSizeGreaterThan(50);

    fleet.processes.git().stopListening();
    try {
      Eventually.within(LIMIT, () -> assertSource("False"));
      // Both agents have noticed; now at least two more of their looks fail.
      long until = System.nanoTime() + POLL.multipliedBy(2).toNanos();
      do {
        assertThat(versions()).isEqualTo(before);
      } while (System.nanoTime() - until < 0);
      assertSource("False");
      assertThat(fleet.planeCluster(A).path("report").path("source").path("message").asText())
          .isNotBlank();
    } finally {
      fleet.processes.git().resumeListening();
    }
    fleet.registry.commit(Map.of("apps/sourced/a.yaml", Fleet.configMap("sourced", "2")));
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(fleet.value(A, "sourced")).isEqualTo("2");
          assertThat(fleet.value(B, "sourced")).isEqualTo("2");
          assertSource("True");
        });
  }

  /** What every cluster and the plane tell of the registry. */
  private static void assertSource(String status) {
    for (String cluster : fleet.processes.clusters()) {
      assertThat(fleet.condition(cluster, "root", "SourceAvailable").path("status").asText())
          .as("root application of %s", cluster)
          .isEqualTo(status);
      assertThat(fleet.condition(cluster, "sourced", "SourceAvailable").path("status").asText())
          .as("application of %s", cluster)
          .isEqualTo(status);
      var report = fleet.planeCluster(cluster).path("report");
      assertThat(report.path("source").path("status").asText())
          .as("what the plane tells of %s", cluster)
          .isEqualTo(status);
    }
  }

  /**
   * The version of every object that an agent manages. Of an Application only what Git says counts:
   * that the source is gone belongs into its status.
   */
  private static Map<String, String> versions() {
    Map<String, String> versions = new HashMap<>();
    for (String cluster : fleet.processes.clusters()) {
      for (var object : fleet.managed(cluster)) {
        var metadata = object.path("metadata");
        boolean application = object.path("kind").asText().equals("Application");
        versions.put(
            "%s %s %s/%s"
                .formatted(
                    cluster,
                    object.path("kind").asText(),
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText()),
            metadata.path("uid").asText()
                + " "
                + metadata.path(application ? "generation" : "resourceVersion").asText());
      }
    }
    return versions;
  }

  @Test
  void broken_yaml_prunes_nothing_and_names_file_and_line_everywhere() {
    fleet.add("broken", Map.of("a.yaml", Fleet.configMap("broken", "1")), A);

    fleet.registry.commit(
        Map.of(
            "apps/broken/b.yaml",
            Fleet.configMap("other", "1") + "---\nkind: ConfigMap\n  metadata: {name: broken}\n"));

    assertTold("broken", "apps/broken/b.yaml:7:");
    assertThat(fleet.value(A, "broken")).isEqualTo("1");
  }

  @Test
  void an_emptied_folder_prunes_nothing_and_is_named_everywhere() {
    fleet.add("emptied", Map.of("a.yaml", Fleet.configMap("emptied", "1")), A);

    fleet.registry.delete("apps/emptied");

    assertTold("emptied", "apps/emptied");
    assertThat(fleet.value(A, "emptied")).isEqualTo("1");
  }

  private static void assertTold(String application, String place) {
    Eventually.within(
        LIMIT,
        () ->
            assertThat(fleet.status(A, application).path("conditions").toString()).contains(place));
    // Not Synced: whether Git wants what is in place cannot be told.
    assertThat(fleet.status(A, application).path("sync").asText()).isEqualTo("Unknown");
    var out = new StringWriter();
    int exit =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(out),
            "get",
            "applications",
            "--kubeconfig",
            fleet.processes.kubeconfig(A).toString());
    assertThat(exit).isZero();
    assertThat(out.toString().lines().filter(line -> line.contains(" " + application + " ")))
        .singleElement()
        .asString()
        .contains(place);
    Eventually.within(
        LIMIT, () -> assertThat(fleet.planeApplication(A, application).toString()).contains(place));
  }
}
