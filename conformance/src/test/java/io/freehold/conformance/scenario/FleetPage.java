package io.freehold.conformance.scenario;

import static io.freehold.conformance.scenario.Fleet.A;
import static io.freehold.conformance.scenario.Fleet.B;
import static io.freehold.conformance.scenario.Fleet.LIMIT;
import static io.freehold.conformance.scenario.Fleet.PUSH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What a person sees of the fleet in a browser. */
abstract class FleetPage {
  // For the machine: the page looks once a second.
  private static final Duration TO_ASK = Duration.ofSeconds(3);
  private static final String CLUSTERS = "Clusters, worst first";
  private static final String APPLICATIONS = "Applications";
  private static final String HISTORY = "History, newest first";

  private final Fleet fleet;
  // Null where there is no browser.
  private @Nullable Page browser;

  FleetPage(Fleet fleet) {
    this.fleet = fleet;
  }

  @BeforeEach
  void start() {
    if (Page.unavailable().isEmpty()) {
      browser = Page.start(fleet.processes.http());
    }
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      try (Page page = browser) {
        page.assertNoFaults();
      }
    }
  }

  /** The page; without a browser the test ends here as skipped, and says why. */
  private Page page() {
    return Optional.ofNullable(browser)
        .orElseThrow(() -> {
          String reason = Page.unavailable().orElseThrow();
          System.out.println(reason);
          return new TestAbortedException(reason);
        });
  }

  @Test
  void clusters_and_applications_are_shown_with_their_sync_and_health() {
    Page page = page();
    page.open("/");
    Eventually.within(
        LIMIT,
        () -> {
          for (String cluster : fleet.processes.clusters()) {
            JsonNode told = fleet.planeCluster(cluster).path("counts");
            JsonNode row = page.row(CLUSTERS, cluster);
            assertThat(row.path("Apps").asInt())
                .isEqualTo(fleet.applications(cluster).size())
                .isEqualTo(told.path("applications").asInt());
            assertThat(row.path("Synced").asText()).isEqualTo(told.path("synced").asText());
            assertThat(row.path("Healthy").asText()).isEqualTo(told.path("healthy").asText());
            assertThat(row.path("Drift repaired").asText())
                .isEqualTo(told.path("driftRepairs").asText());
          }
        });
    for (String cluster : fleet.processes.clusters()) {
      page.open("/clusters/" + cluster);
      for (String application : fleet.applications(cluster)) {
        String name = application.substring(application.indexOf('/') + 1);
        Eventually.within(
            LIMIT,
            () -> {
              JsonNode live = fleet.status(cluster, name);
              JsonNode row = page.row(APPLICATIONS, name);
              assertThat(row.path("Sync").asText()).startsWith(words(live.path("sync").asText()));
              assertThat(row.path("Health").asText())
                  .isEqualTo(live.path("health").path("status").asText());
              assertThat(row.path("Freshness").asText()).isEqualTo("Live");
            });
      }
    }
  }

  @Test
  void a_push_and_a_repair_appear_without_a_reload() {
    Page page = page();
    fleet.add("shown", Map.of("a.yaml", Fleet.configMap("shown", "1")), A);
    page.open("/clusters/" + A + "/apps/freehold-system/shown");
    Eventually.within(LIMIT, () -> assertThat(page.table(HISTORY)).contains("1 created"));

    String revision =
        fleet.registry.commit(Map.of("apps/shown/a.yaml", Fleet.configMap("shown", "2")));
    Eventually.within(
        PUSH,
        () -> {
          assertThat(page.table(HISTORY)).contains(revision.substring(0, 7), "1 changed");
          assertThat(page.text()).contains(revision.substring(0, 7));
        });
    fleet.kubectl(A, "patch", "cm", "shown", "-p", "{\"data\":{\"value\":\"x\"}}");
    Eventually.within(
        PUSH,
        () -> assertThat(page.table(HISTORY)).contains("ConfigMap default/shown", ".data.value"));
    assertThat(page.loads()).isEqualTo(1);
  }

  @Test
  void file_and_line_of_broken_yaml_and_the_emptied_folder_are_shown() {
    Page page = page();
    fleet.add("torn", Map.of("a.yaml", Fleet.configMap("torn", "1")), A);
    fleet.add("bare", Map.of("a.yaml", Fleet.configMap("bare", "1")), A);
    page.open("/clusters/" + A);

    fleet.registry.commit(Map.of("apps/torn/b.yaml", "kind: ConfigMap\n  metadata: {name: b}\n"));
    fleet.registry.delete("apps/bare");

    Eventually.within(
        LIMIT,
        () -> {
          assertThat(page.row(APPLICATIONS, "torn").path("Message").asText())
              .contains("apps/torn/b.yaml:2:");
          assertThat(page.row(APPLICATIONS, "bare").path("Message").asText()).contains("apps/bare");
        });
    assertThat(page.loads()).isEqualTo(1);
    page.open("/");
    Eventually.within(
        LIMIT, () -> assertThat(page.row(CLUSTERS, A).path("State").asText()).isEqualTo("Unknown"));
    page.open("/clusters/" + A + "/apps/freehold-system/torn");
    Eventually.within(LIMIT, () -> assertThat(page.text()).contains("apps/torn/b.yaml:2:"));
    assertThat(fleet.value(A, "torn")).isEqualTo("1");
    assertThat(fleet.value(A, "bare")).isEqualTo("1");
  }

  @Test
  void a_cluster_that_stops_reporting_is_stale_after_three_intervals() throws Exception {
    Optional<Page> page = Optional.ofNullable(browser);
    page.ifPresent(shown -> shown.open("/"));
    Eventually.within(LIMIT, () -> assertState(page, "fresh", "OK"));
    long agent = fleet.processes.agentPid(B);
    Signals.stop(agent);
    try {
      JsonNode told = fleet.planeCluster(B);
      Instant last = Instant.parse(told.path("lastReportAt").asText());
      Duration three = Duration.ofSeconds(3 * told.path("reportIntervalSeconds").asLong());
      Eventually.within(
          Duration.between(Instant.now(), last.plus(three).plus(TO_ASK)),
          () -> assertState(page, "stale", "Stale last known: OK"));
      assertThat(Duration.between(last, Instant.now())).isGreaterThanOrEqualTo(three);
      assertThat(fleet.state(A)).isEqualTo("fresh");
      page.ifPresent(shown -> {
        assertThat(shown.row(CLUSTERS, A).path("State").asText()).doesNotContain("Stale");
        assertThat(shown.loads()).isEqualTo(1);
      });
    } finally {
      Signals.resume(agent);
    }
    Eventually.within(LIMIT, () -> assertState(page, "fresh", "OK"));
    // Without a browser only the plane was asked.
    page();
  }

  private void assertState(Optional<Page> page, String plane, String shown) {
    assertThat(fleet.state(B)).isEqualTo(plane);
    page.ifPresent(each ->
        assertThat(each.row(CLUSTERS, B).path("State").asText().replaceAll("\\s+", " ").strip())
            .isEqualTo(shown));
  }

  /** A state as the page writes it. */
  private static String words(String state) {
    return state.equals("OutOfSync") ? "Out of sync" : state;
  }
}
