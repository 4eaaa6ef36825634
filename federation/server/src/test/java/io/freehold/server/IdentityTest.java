package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ReportToken;
import io.freehold.telemetry.OtlpReporter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who a cluster is, is what the newest commit says. */
@Timeout(60)
class IdentityTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path directory;
  private TestPlane plane;
  private String east;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    east = plane.name("east");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void a_key_is_replaced_with_an_overlap_and_revoked_by_a_commit() throws Exception {
    KeyPair next = ReportToken.newKeyPair();
    assertThat(report(token(east, plane.east))).isEqualTo(200);
    assertThat(report(token(east, next))).isEqualTo(401);

    commit("\"%s\", \"%s\"".formatted(TestPlane.key(plane.east), TestPlane.key(next)));
    assertThat(report(token(east, plane.east))).isEqualTo(200);
    assertThat(report(token(east, next))).isEqualTo(200);

    String before = token(east, plane.east);
    commit("\"%s\"".formatted(TestPlane.key(next)));
    // Also a token that was signed before, and is not expired.
    assertThat(report(before)).isEqualTo(401);
    assertThat(report(token(east, next))).isEqualTo(200);

    commit("");
    assertThat(report(token(east, next))).isEqualTo(401);
  }

  @Test
  void tokens_for_others_of_other_times_and_of_no_end_are_refused() {
    Instant now = plane.now();
    Duration life = ReportToken.LIFETIME;
    assertThat(report(sign(new ReportToken(east, "another-plane", now, now.plus(life)))))
        .isEqualTo(401);
    assertThat(report(sign(ReportToken.issue(east, now.minus(life.multipliedBy(2))))))
        .isEqualTo(401);
    assertThat(report(sign(ReportToken.issue(east, now.plus(life))))).isEqualTo(401);
    assertThat(
            report(
                sign(
                    new ReportToken(
                        east, ReportToken.AUDIENCE, now, now.plus(Duration.ofDays(1))))))
        .isEqualTo(401);
    assertThat(report("")).isEqualTo(401);
    assertThat(report("eyJhbGciOiJub25lIn0.eyJzdWIiOiJlYXN0In0.")).isEqualTo(401);
    assertThat(report(sign(ReportToken.issue(east, now)))).isEqualTo(200);
  }

  @Test
  void a_recorded_request_that_is_sent_again_changes_nothing_and_expires() throws Exception {
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east));
      plane.await("/api/v1/clusters/" + east, page -> state(page).equals("fresh"));
    }
    String recorded = token(east, plane.east);
    plane.move(Duration.ofMinutes(4));
    assertThat(report(recorded)).isEqualTo(200);
    assertThat(state(plane.get("/api/v1/clusters/" + east))).isEqualTo("stale");
    plane.move(Duration.ofMinutes(3));
    assertThat(report(recorded)).isEqualTo(401);
  }

  @Test
  void clusters_that_never_reported_are_missing_and_strangers_are_listed() {
    assertThat(state(plane.get("/api/v1/clusters/" + plane.name("west")))).isEqualTo("missing");
    String stranger = plane.name("mars");
    assertThat(report(sign(ReportToken.issue(stranger, plane.now())))).isEqualTo(401);
    plane.plane().registry().look();
    JsonNode refusals;
    try {
      refusals =
          plane.await(
              "/api/v1/refusals", page -> page.findValuesAsText("claimed").contains(stranger));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(refusals.findValuesAsText("reason"))
        .contains("the registry names no such cluster or no key of it");
  }

  private void commit(String keys) throws Exception {
    plane.registry.put(
        east,
        """
        apiVersion: freehold.io/v1
        kind: Cluster
        metadata: {name: %s}
        spec:
          publicKeys: [%s]
          plane: {endpoint: "http://plane.example", reportInterval: 5s}
        """
            .formatted(east, keys));
    plane.plane().registry().look();
  }

  private String token(String cluster, KeyPair keys) {
    return ReportToken.issue(cluster, plane.now()).sign(keys.getPrivate());
  }

  private String sign(ReportToken token) {
    return token.sign(plane.east.getPrivate());
  }

  private static String state(JsonNode cluster) {
    return cluster.path("state").asText();
  }

  /** Sends an empty report; the status of the answer. */
  private int report(String token) {
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(URI.create(plane.plane().otlpHttp() + "/v1/logs"))
                  .header("Content-Type", "application/x-protobuf")
                  .header("Authorization", "Bearer " + token)
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArray(
                          ExportLogsServiceRequest.getDefaultInstance().toByteArray()))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
