package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import io.freehold.store.Database;
import io.freehold.telemetry.OtlpReporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From what agents report to what somebody is told, over a real PostgreSQL. */
@Timeout(90)
class NotificationTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final String SECRET = "a-secret-of-the-hook";

  @TempDir private Path directory;
  private Database database;
  private TestPlane plane;
  private Receiver receiver;
  private String east;
  private String west;

  @BeforeEach
  void start() throws Exception {
    // Of its own: a plane with rules looks at everything in its database.
    database = SharedPostgres.empty("notify_" + Integer.toHexString(directory.hashCode()));
    plane = new TestPlane(directory, database);
    receiver = new Receiver();
    east = plane.name("east");
    west = plane.name("west");
    Files.writeString(directory.resolve("secrets").resolve("hook"), SECRET);
  }

  @AfterEach
  void stop() {
    receiver.close();
    plane.close();
    database.close();
  }

  @Test
  void a_failure_is_told_once_whoever_reports_it_again_and_its_end_is_told_too() throws Exception {
    rules("digest: 0", "");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.application(state("shop", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      known(1);
      agent.application(
          state("shop", HealthState.DEGRADED, "no such image", OperationPhase.SUCCEEDED));
      await(() -> receiver.told().size() == 1);
      JsonNode message = receiver.told().getFirst();
      assertThat(message.get("trigger").asText()).isEqualTo("degraded");
      assertThat(message.get("event").asText()).isEqualTo("fired");
      assertThat(message.get("title").asText()).isEqualTo("shop is degraded on " + east);
      assertThat(message.get("text").asText()).startsWith("no such image");

      // Again the same, and something else that changes nothing about it.
      agent.application(
          state("shop", HealthState.DEGRADED, "no such image", OperationPhase.RUNNING));
      agent.application(state("shop", HealthState.PROGRESSING, "", OperationPhase.RUNNING));
      agent.application(state("shop", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      await(() -> receiver.told().size() == 2);
      JsonNode over = receiver.told().getLast();
      assertThat(over.get("event").asText()).isEqualTo("resolved");
      assertThat(over.get("incident")).isEqualTo(message.get("incident"));
      assertThat(deliveries("?state=sent").size()).isEqualTo(2);
    }
  }

  @Test
  void an_incident_of_several_clusters_is_one_message() throws Exception {
    rules("digest: 3s", "");
    try (OtlpReporter first = plane.agent(east, plane.east, INTERVAL);
        OtlpReporter second = plane.agent(west, plane.west, INTERVAL)) {
      first.application(state("shop", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      second.application(state("shop", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      known(2);
      first.application(
          state(
              "shop",
              HealthState.DEGRADED,
              "pod shop-7f9c4d2e81 of " + east,
              OperationPhase.SUCCEEDED));
      second.application(
          state(
              "shop",
              HealthState.DEGRADED,
              "pod shop-0a1b2c3d4e of " + west,
              OperationPhase.SUCCEEDED));
      await(() -> !receiver.told().isEmpty());
      JsonNode message = receiver.told().getFirst();
      assertThat(message.get("count").asInt()).isEqualTo(2);
      assertThat(message.get("title").asText())
          .isEqualTo("shop is degraded on " + east + " and " + west);
      // It is over when it is over everywhere, and then once.
      first.application(state("shop", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      plane.await(
          "/api/v1/applications/" + east + "/apps/shop",
          one -> one.at("/status/health/status").asText().equals("Healthy"));
      second.application(state("shop", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      await(() -> receiver.told().size() == 2);
      assertThat(receiver.told().getLast().get("event").asText()).isEqualTo("resolved");
      assertThat(deliveries("").size()).isEqualTo(2);
    }
  }

  @Test
  void several_planes_and_restarts_send_each_message_once_and_refusals_are_tried_again()
      throws Exception {
    rules("digest: 0", "");
    try (Plane other = plane.another();
        OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      other.registry().look();
      for (int i = 0; i < 5; i++) {
        agent.application(state("app-" + i, HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      }
      known(5);
      receiver.refuse(3, 503);
      for (int i = 0; i < 5; i++) {
        agent.application(
            state("app-" + i, HealthState.DEGRADED, "reason " + i, OperationPhase.SUCCEEDED));
      }
      await(() -> receiver.told().size() >= 5);
      plane.stop();
      plane.start();
      plane.plane().registry().look();
      agent.application(state("app-0", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      await(() -> receiver.told().size() >= 6);
      assertThat(receiver.told().stream().map(one -> one.get("id").asText()).distinct()).hasSize(6);
      assertThat(receiver.told()).hasSize(6);
      assertThat(receiver.ids()).hasSize(9);
      // Each try has the id of its message.
      assertThat(receiver.ids().stream().distinct()).hasSize(6);
    }
  }

  @Test
  void what_is_silenced_or_given_up_is_seen_in_the_log() throws Exception {
    rules(
        "digest: 0",
        """
          silences:
            - {applications: [quiet], until: "2126-01-01T00:00:00Z", author: ops, reason: migration}
        """);
    receiver.refuse(100, 403);
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.application(state("quiet", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      agent.application(state("loud", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      known(2);
      agent.application(state("quiet", HealthState.DEGRADED, "x", OperationPhase.SUCCEEDED));
      agent.application(state("loud", HealthState.DEGRADED, "x", OperationPhase.SUCCEEDED));
      await(
          () -> deliveries("?state=silenced").size() == 1 && deliveries("?state=dead").size() == 1);
      JsonNode silenced = deliveries("?state=silenced").get(0);
      assertThat(silenced.get("problem").asText()).contains("ops").contains("migration");
      JsonNode dead = deliveries("?state=dead").get(0);
      assertThat(dead.get("problem").asText()).contains("403");
      assertThat(dead.get("attempts").asInt()).isEqualTo(1);
      assertThat(plane.get("/api/v1/notifications/silences").at("/items/0/author").asText())
          .isEqualTo("ops");
      assertThat(plane.send("GET", "/api/v1/notifications/deliveries").body())
          .doesNotContain(SECRET);
    }
  }

  @Test
  void rules_that_cannot_be_used_change_nothing_and_are_shown() throws Exception {
    rules("digest: 0", "");
    plane.registry.configure("notifications.yaml", "kind: Notifications\nspec: {targets: 3}\n");
    plane.plane().registry().look();
    JsonNode rules = plane.get("/api/v1/notifications");
    assertThat(rules.get("problem").asText()).contains("plane/notifications.yaml");
    assertThat(rules.at("/targets/0/name").asText()).isEqualTo("hook");
    assertThat(rules.at("/targets/0/problems")).isEmpty();
    plane.stop();
    plane.start();
    assertThat(plane.get("/api/v1/notifications").at("/targets/0/name").asText()).isEqualTo("hook");
  }

  @Test
  void a_cluster_that_falls_silent_is_told_and_that_it_reports_again() throws Exception {
    rules("digest: 0", "");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east));
      plane.await("/api/v1/clusters/" + east, one -> one.path("state").asText().equals("fresh"));
    }
    plane.move(Duration.ofMinutes(2));
    await(() -> receiver.told().size() == 1);
    assertThat(receiver.told().getFirst().get("trigger").asText()).isEqualTo("cluster-stale");
    assertThat(receiver.told().getFirst().get("title").asText())
        .isEqualTo("No reports from " + east);
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east));
      await(() -> receiver.told().size() == 2);
      assertThat(receiver.told().getLast().get("event").asText()).isEqualTo("resolved");
    }
  }

  @Test
  void what_fired_in_a_cluster_that_leaves_the_registry_is_over() throws Exception {
    rules("digest: 0", "");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.application(state("shop", HealthState.HEALTHY, "", OperationPhase.SUCCEEDED));
      known(1);
      agent.application(state("shop", HealthState.DEGRADED, "x", OperationPhase.SUCCEEDED));
      await(() -> receiver.told().size() == 1);
    }
    plane.registry.remove(east);
    plane.plane().registry().look();
    await(() -> receiver.told().size() == 2);
    assertThat(receiver.told().getLast().get("event").asText()).isEqualTo("resolved");
  }

  private void rules(String subscription, String more) throws Exception {
    plane.registry.configure(
        "notifications.yaml",
        """
        apiVersion: freehold.io/v1
        kind: Notifications
        spec:
          targets:
            - name: hook
              webhook: {url: "%s", secret: {file: hook}}
          subscriptions:
            - {targets: [hook], triggers: [degraded, sync-failed, cluster-stale], %s}
        %s
        """
            .formatted(receiver.url(), subscription, more));
    plane.plane().registry().look();
    assertThat(plane.get("/api/v1/notifications").path("problem").asText()).isEmpty();
  }

  /** Waits until triggers know so many applications, so that what comes is a change. */
  private void known(int applications) throws Exception {
    plane.await("/api/v1/applications", page -> page.get("total").asInt() == applications);
    String name = "notify_" + Integer.toHexString(directory.hashCode());
    await(() ->
        SharedPostgres.count(name, "select count(*) from notify_object where name <> ''")
            == applications);
  }

  private JsonNode deliveries(String query) {
    return plane.get("/api/v1/notifications/deliveries" + query).get("items");
  }

  private static ApplicationReport state(
      String name, HealthState health, String message, OperationPhase phase) {
    var status =
        new ApplicationStatus(
            1,
            Reports.COMMIT,
            "sha256:1",
            SyncState.SYNCED,
            new Health(health, message),
            new ApplicationStatus.Operation(
                phase, Reports.COMMIT, "", "2026-11-21T08:00:00Z", "", 1, "", List.of(), "", ""),
            List.of(),
            List.of(),
            ApplicationStatus.Summary.NONE);
    return new ApplicationReport("apps", name, "default", "", "", name, status);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
