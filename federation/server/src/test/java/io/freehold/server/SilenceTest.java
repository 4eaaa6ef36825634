package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.access.Secret;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operators silence what they answer for, and nothing else. */
@Timeout(60)
class SilenceTest {
  private static final String PATH = "/api/v1/notifications/silences";

  private final String everywhere = Secret.token();
  private final String east = Secret.token();
  private final String shop = Secret.token();
  private final String viewer = Secret.token();

  @TempDir private Path directory;
  private TestPlane plane;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    plane.access(
        new AccessSettings(Optional.empty(), false, Optional.of(TestPlane.LOCAL), directory));
    String onlyEast = ", clusters: {names: [" + plane.name("east") + "]}";
    plane.registry.configure(
        "access.yaml",
        "apiVersion: freehold.io/v1\nkind: PlaneAccess\nspec:\n  tokens:\n"
            + declared(everywhere, "role: operator")
            + declared(east, "role: operator" + onlyEast)
            + declared(shop, "role: operator, projects: [shop]" + onlyEast)
            + declared(viewer, "role: viewer"));
    plane.plane().registry().look();
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void a_silence_is_made_seen_ended_and_audited() throws Exception {
    HttpResponse<String> made = post(everywhere, PATH, body("\"triggers\": [\"degraded\"]"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    String id = TestPlane.JSON.readTree(made.body()).get("id").asText();
    assertThat(ids()).contains(id);
    HttpResponse<String> ended = post(everywhere, PATH + "/" + id + "/end", "{}");
    assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
    assertThat(ids()).doesNotContain(id);
    assertThat(post(everywhere, PATH + "/" + id + "/end", "{}").statusCode()).isEqualTo(404);
    JsonNode audit =
        TestPlane.JSON.readTree(
            plane
                .send(
                    "GET",
                    "/api/v1/audit?action=silence",
                    Map.of("Authorization", "Bearer " + everywhere))
                .body());
    assertThat(audit.findValuesAsText("action")).contains("silence.create", "silence.end");
  }

  @Test
  void who_answers_for_a_part_silences_that_part_only() {
    String clusters = "\"clusters\": [\"%s\"]";
    String own = clusters.formatted(plane.name("east"));
    assertThat(post(east, PATH, body(own)).statusCode()).isEqualTo(200);
    assertThat(post(shop, PATH, body(own + ", \"projects\": [\"shop\"]")).statusCode())
        .isEqualTo(200);
    for (String beyond :
        List.of(
            "\"triggers\": [\"degraded\"]",
            clusters.formatted(plane.name("west")),
            clusters.formatted("*"),
            clusters.formatted(plane.name("east") + "*"),
            clusters.formatted("nowhere"))) {
      assertThat(post(east, PATH, body(beyond)).statusCode()).as(beyond).isEqualTo(403);
    }
    for (String beyond : List.of(own, own + ", \"projects\": [\"shop\", \"pay\"]")) {
      assertThat(post(shop, PATH, body(beyond)).statusCode()).as(beyond).isEqualTo(403);
    }
    assertThat(post(viewer, PATH, body(own)).statusCode()).isEqualTo(403);
  }

  @Test
  void what_is_no_silence_is_refused() {
    for (String body :
        List.of(
            body(""),
            body("\"colour\": \"red\""),
            body("\"clusters\": \"east\""),
            body("\"clusters\": [3]"),
            "{\"clusters\": [\"a\"], \"reason\": \"work\"}",
            "{\"clusters\": [\"a\"], \"reason\": \"work\", \"until\": \"2020-01-01T00:00:00Z\"}",
            "{\"clusters\": [\"a\"], \"reason\": \"work\", \"until\": \"2999-01-01T00:00:00Z\"}",
            "{\"clusters\": [\"a\"], \"until\": \"" + Instant.now().plusSeconds(60) + "\"}")) {
      assertThat(post(everywhere, PATH, body).statusCode()).as(body).isEqualTo(400);
    }
  }

  private String declared(String token, String grant) {
    return RightsTest.declared(token, grant, plane.now().plus(Duration.ofDays(100)));
  }

  private List<String> ids() throws Exception {
    return TestPlane.JSON
        .readTree(plane.send("GET", PATH, Map.of("Authorization", "Bearer " + everywhere)).body())
        .findValuesAsText("id");
  }

  private String body(String about) {
    return "{\"until\": \"%s\", \"reason\": \"work\"%s}"
        .formatted(plane.now().plus(Duration.ofHours(1)), about.isEmpty() ? "" : ", " + about);
  }

  private HttpResponse<String> post(String token, String path, String body) {
    return plane.sendJson(path, body, Map.of("Authorization", "Bearer " + token));
  }
}
