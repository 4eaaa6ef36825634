package io.freehold.conformance.scenario;

import static io.freehold.conformance.scenario.Fleet.A;
import static io.freehold.conformance.scenario.Fleet.B;
import static io.freehold.conformance.scenario.Fleet.LIMIT;
import static io.freehold.conformance.scenario.Fleet.PUSH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plane is killed and stays away while the clusters go on. */
abstract class PlaneOutage {
  private static final Duration AWAY = Duration.ofMinutes(2);
  private static final Duration CATCH_UP = Duration.ofSeconds(90);
  private static final List<String> CLUSTERS = List.of(A, B);
  private static final String APPLICATION = "outage";

  private final Fleet fleet;

  PlaneOutage(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * There are three sources for what happened: what this test did, what every agent holds in its
   * outbox on disk just before the plane comes back, and what the plane shows in the end. All three
   * have to agree, entry by entry.
   */
  @Test
  void two_minutes_without_the_plane_lose_and_repeat_no_event() {
    fleet.add(APPLICATION, Map.of("a.yaml", Fleet.configMap(APPLICATION, "0")), A, B);
    Map<String, List<Told>> expected = new HashMap<>();
    for (String cluster : CLUSTERS) {
      Eventually.within(LIMIT, () -> assertQuiet(cluster));
      expected.put(cluster, Told.byPlane(fleet, cluster));
    }

    fleet.processes.killPlane();
    List<String> deeds;
    try {
      deeds = work(System.nanoTime() + AWAY.toNanos());
      for (String cluster : CLUSTERS) {
        List<Told> waiting = OutboxFiles.waiting(fleet.processes.agentFolder(cluster));
        assertThat(waiting.stream().map(PlaneOutage::deed)).isEqualTo(deeds);
        expected.merge(cluster, waiting, PlaneOutage::joined);
      }
    } finally {
      fleet.processes.startPlane();
    }

    for (String cluster : CLUSTERS) {
      Eventually.within(
          CATCH_UP,
          () ->
              assertThat(Told.byPlane(fleet, cluster))
                  .containsExactlyElementsOf(expected.getOrDefault(cluster, List.of())));
      Eventually.within(LIMIT, () -> assertQuiet(cluster));
      assertAgrees(cluster, deeds);
    }
    System.out.printf("%d events of each cluster outlived the outage%n", deeds.size());
  }

  /**
   * Syncs, edits and deletes in turn on all clusters, until the time has come.
   *
   * @return what the journal of each cluster has to tell of it
   */
  private List<String> work(long until) {
    List<String> deeds = new ArrayList<>();
    for (int round = 1; System.nanoTime() - until < 0; round++) {
      String value = Integer.toString(round);
      String revision =
          fleet.registry.commit(Map.of("apps/outage/a.yaml", Fleet.configMap(APPLICATION, value)));
      deeds.add("sync of " + revision);
      for (String cluster : CLUSTERS) {
        Eventually.within(
            PUSH,
            () ->
                assertThat(last(cluster).path("revision").asText())
                    .as("last sync of %s", cluster)
                    .isEqualTo(revision));
      }
      boolean delete = round % 3 == 0;
      deeds.add("drift of ConfigMap default/outage");
      long repairs = deeds.stream().filter(deed -> deed.startsWith("drift")).count();
      for (String cluster : CLUSTERS) {
        if (delete) {
          fleet.kubectl(cluster, "delete", "cm", APPLICATION);
        } else {
          fleet.kubectl(cluster, "patch", "cm", APPLICATION, "-p", "{\"data\":{\"value\":\"x\"}}");
        }
      }
      for (String cluster : CLUSTERS) {
        Eventually.within(
            LIMIT,
            () -> {
              assertThat(fleet.value(cluster, APPLICATION)).isEqualTo(value);
              assertThat(repairs(fleet.status(cluster, APPLICATION))).isEqualTo(repairs);
            });
      }
    }
    return deeds;
  }

  private static List<Told> joined(List<Told> before, List<Told> after) {
    List<Told> all = new ArrayList<>(before);
    all.addAll(after);
    return all;
  }

  private static String deed(Told told) {
    return switch (told.kind()) {
      case "sync" -> "sync of " + told.detail().path("revision").asText();
      case "drift" -> "drift of " + told.detail().path("object").asText();
      default -> told.toString();
    };
  }

  /** Nothing is under way that would still be told, and nothing waits to be told. */
  private void assertQuiet(String cluster) {
    JsonNode report = fleet.planeCluster(cluster).path("report");
    assertThat(report.path("outbox").asLong()).as("outbox of %s", cluster).isZero();
    assertThat(report.path("outboxLost").asLong()).as("lost by %s", cluster).isZero();
    assertThat(OutboxFiles.waiting(fleet.processes.agentFolder(cluster))).isEmpty();
    for (String application : fleet.applications(cluster)) {
      JsonNode status =
          fleet.plane("/api/v1/applications/" + cluster + "/" + application).path("status");
      assertThat(status.path("operation").path("phase").asText())
          .as(application)
          .isNotIn("", "Running");
    }
  }

  /** What cluster and plane show in other places fits to the journal. */
  private void assertAgrees(String cluster, List<String> deeds) {
    long syncs = deeds.stream().filter(deed -> deed.startsWith("sync")).count();
    JsonNode shown = fleet.planeApplication(cluster, APPLICATION).path("status");
    JsonNode live = fleet.status(cluster, APPLICATION);
    assertThat(last(cluster).path("id").asLong()).isEqualTo(1 + syncs);
    assertThat(shown.path("history")).isEqualTo(live.path("history"));
    assertThat(repairs(shown)).isEqualTo(repairs(live)).isEqualTo(deeds.size() - syncs);
  }

  private JsonNode last(String cluster) {
    return fleet.status(cluster, APPLICATION).path("history").path(0);
  }

  private static long repairs(JsonNode status) {
    return status.path("summary").path("driftRepairs").asLong();
  }
}
