package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.access.Secret;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ApplicationStatus.Summary;
import io.freehold.api.ClusterReport;
import io.freehold.api.Condition;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import io.freehold.telemetry.OtlpReporter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text that an agent can send is data: it comes out as it went in, and does nothing. */
@Timeout(60)
class HostileReportsTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'); drop table journal; --",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "\u202Egnp.exe",
        "${jndi:ldap://x}",
        "\\u0000 %00 \\'\" `",
        "\uD83D\uDE80 line\nbreak\r\n\tend"
      })
  void it_is_shown_as_it_is(String text) throws Exception {
    try (OtlpReporter agent = plane.agent(east, plane.east, Duration.ofSeconds(30))) {
      agent.cluster(
          new ClusterReport(
              east,
              text,
              Map.of(text, text),
              text,
              text,
              text,
              text,
              text,
              text,
              new Condition(Condition.SOURCE_AVAILABLE, "True", text, text, "", 0),
              List.of("apps/" + text),
              0,
              0));
      agent.application(
          new ApplicationReport(
              "apps",
              text,
              text,
              text,
              text,
              text,
              new ApplicationStatus(
                  1,
                  text,
                  text,
                  SyncState.SYNCED,
                  new Health(HealthState.DEGRADED, text),
                  ApplicationStatus.EMPTY.operation(),
                  List.of(),
                  List.of(),
                  new Summary(4, 4, 4, 1))));
      agent.journal(
          JournalEntry.sync(
              new ApplicationId("apps", text),
              new HistoryEntry(
                  1,
                  OperationPhase.FAILED,
                  text,
                  text,
                  "",
                  "2026-11-21T08:00:02Z",
                  text,
                  0,
                  0,
                  0)));
      plane.await("/api/v1/history?cluster=" + east, page -> page.path("items").size() == 1);
    }
    JsonNode item = plane.get("/api/v1/applications?cluster=" + east).get("items").get(0);
    assertThat(item.get("name").textValue()).isEqualTo(text);
    assertThat(item.at("/status/health/message").textValue()).isEqualTo(text);
    assertThat(plane.get("/api/v1/clusters/" + east).at("/report/agentVersion").textValue())
        .isEqualTo(text);
    JsonNode entry = plane.get("/api/v1/history?cluster=" + east).get("items").get(0);
    assertThat(entry.get("message").textValue()).isEqualTo(text);

    HttpResponse<String> answer = plane.send("GET", "/api/v1/clusters/" + east);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(plane.send("GET", "/api/v1/commits").statusCode()).isEqualTo(200);
    seenByScope(text);
    assertThat(plane.send("GET", "/readyz").statusCode()).isEqualTo(200);
  }

  /** A scope that names the text finds it, and one of something else does not. */
  private void seenByScope(String text) throws Exception {
    String mine = Secret.token();
    String other = Secret.token();
    plane.registry.configure(
        "access.yaml",
        "apiVersion: freehold.io/v1\nkind: PlaneAccess\nspec:\n  tokens:\n"
            + declared(mine, text)
            + declared(other, "other"));
    plane.plane().registry().look();
    for (String path : List.of("/api/v1/applications", "/api/v1/history")) {
      String all = path + "?cluster=" + east;
      assertThat(items(all, mine)).as(all).hasSize(1);
      assertThat(items(all, other)).as(all).isEmpty();
    }
    for (String path : List.of("/api/v1/clusters", "/api/v1/commits", "/api/v1/refusals")) {
      assertThat(plane.send("GET", path, bearer(mine)).statusCode()).as(path).isEqualTo(200);
    }
  }

  private String declared(String token, String project) throws Exception {
    return "  - {name: t, role: viewer, hash: \"%s\", expires: \"%s\", projects: [%s]}\n"
        .formatted(
            Secret.hash(token),
            plane.now().plus(Duration.ofDays(1)),
            TestPlane.JSON.writeValueAsString(project));
  }

  private JsonNode items(String path, String token) throws Exception {
    return TestPlane.JSON.readTree(plane.send("GET", path, bearer(token)).body()).get("items");
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }
}
