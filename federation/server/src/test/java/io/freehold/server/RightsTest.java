package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.access.Secret;
import io.freehold.api.SyncState;
import io.freehold.telemetry.OtlpReporter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may not do what: tried at every endpoint that the document of the API names. */
@Timeout(120)
class RightsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final String admin = Secret.token();
  private final String operator = Secret.token();
  private final String east = Secret.token();
  private final String shop = Secret.token();
  private final String pay = Secret.token();
  private final String west = Secret.token();
  private final String expired = Secret.token();
  private final String gone = Secret.token();

  @TempDir private Path directory;
  private TestPlane plane;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    plane.access(
        new AccessSettings(Optional.empty(), false, Optional.of(TestPlane.LOCAL), directory));
    configure(declared(gone, "role: admin"));
    String onlyEast = ", clusters: {names: [" + plane.name("east") + "]}";
    configure(
        declared(admin, "role: admin")
            + declared(operator, "role: operator")
            + declared(east, "role: viewer" + onlyEast)
            + declared(shop, "role: viewer, projects: [default]" + onlyEast)
            + declared(pay, "role: viewer, projects: [pay]" + onlyEast)
            + declared(west, "role: admin, clusters: {names: [" + plane.name("west") + "]}")
            + declared(expired, "role: admin", plane.now().minusSeconds(1)));
    try (OtlpReporter agent = plane.agent(plane.name("east"), plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(plane.name("east"), "apps/shop"));
      agent.application(Reports.application("shop", SyncState.SYNCED));
      agent.journal(Reports.sync(1));
      awaitReports();
    }
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void nobody_gets_anything_without_a_session_or_a_good_token() {
    List<Map<String, String>> strangers =
        List.of(
            Map.of(),
            bearer(expired),
            bearer(gone),
            bearer(Secret.token()),
            bearer(""),
            bearer(admin + "x"),
            bearer(Secret.hash(admin)),
            Map.of("Authorization", "Basic " + admin),
            Map.of("Authorization", admin),
            Map.of("Cookie", "freehold=" + Secret.random()),
            Map.of("Cookie", "freehold=" + admin),
            Map.of("Cookie", "freehold="),
            Map.of("Cookie", "__Host-freehold=" + Secret.random()));
    for (Operation operation : operations()) {
      for (Map<String, String> stranger : strangers) {
        assertThat(send(operation, stranger).statusCode())
            .as("%s with %s", operation, stranger)
            .isEqualTo(401);
      }
    }
    assertThat(plane.send("GET", "/api/v1/events").statusCode()).isEqualTo(401);
    assertThat(plane.send("GET", "/api/v1/events", bearer(expired)).statusCode()).isEqualTo(401);
  }

  @Test
  void a_lower_role_is_not_enough() {
    Map<String, String> tokens = Map.of("viewer", east, "operator", operator);
    for (Operation operation : operations()) {
      for (var token : tokens.entrySet()) {
        boolean enough =
            operation.role().isEmpty()
                || List.of("viewer", "operator", "admin").indexOf(operation.role())
                    <= List.of("viewer", "operator", "admin").indexOf(token.getKey());
        if (!enough) {
          assertThat(send(operation, bearer(token.getValue())).statusCode())
              .as("%s as %s", operation, token.getKey())
              .isEqualTo(403);
        }
      }
    }
  }

  @Test
  void what_is_out_of_scope_does_not_exist() {
    for (Operation operation : operations()) {
      if (operation.post()) {
        continue;
      }
      String about = operation.path();
      HttpResponse<String> answer = send(operation, bearer(west));
      if (about.contains(plane.name("east"))) {
        assertNothing(operation, answer);
      } else {
        // A list: nothing of the other cluster is in it, and nothing counts it.
        assertThat(answer.statusCode()).as(operation.toString()).isIn(200, 403, 404);
        assertThat(answer.body()).as(operation.toString()).doesNotContain(plane.name("east"));
      }
      if (about.contains("/apps/shop")) {
        assertNothing(operation, send(operation, bearer(pay)));
      }
    }
    String applications = "/api/v1/applications?cluster=" + plane.name("east");
    assertThat(json(applications, west).get("total").longValue()).isZero();
    assertThat(json(applications, pay).get("total").longValue()).isZero();
    assertThat(json(applications, shop).get("total").longValue()).isEqualTo(1);
    JsonNode cluster = json("/api/v1/clusters/" + plane.name("east"), pay);
    assertThat(cluster.at("/counts/applications").longValue()).isZero();
    assertThat(cluster.toString()).doesNotContain("apps/shop");
    assertThat(json("/api/v1/search?q=shop", pay).get("applications")).isEmpty();
    assertThat(json("/api/v1/commits", west).toString()).doesNotContain(Reports.COMMIT);
  }

  @Test
  void what_is_in_scope_is_all_there() {
    for (String token : List.of(admin, operator, east, shop)) {
      for (Operation operation : operations()) {
        // The rules of notifications are about the whole fleet.
        boolean whole = operation.path().equals("/api/v1/notifications");
        if (!operation.post() && (!whole || List.of(admin, operator).contains(token))) {
          assertThat(send(operation, bearer(token)).statusCode())
              .as(operation.toString())
              .isEqualTo(200);
        }
      }
    }
  }

  @Test
  void a_stream_tells_only_of_what_may_be_seen() throws Exception {
    try (var seen = new TestStream(plane, bearer(shop));
        var unseen = new TestStream(plane, bearer(pay));
        OtlpReporter agent = plane.agent(plane.name("east"), plane.east, INTERVAL)) {
      agent.application(Reports.application("shop", SyncState.OUT_OF_SYNC));
      seen.await("\"shop\"");
      plane.registry.put(
          plane.name("east"),
          TestRegistry.clusterYaml(plane.name("east"), TestPlane.key(plane.east), "6s"));
      plane.plane().registry().look();
      unseen.await(plane.name("east"));
      assertThat(unseen.text()).doesNotContain("shop");
    }
  }

  @Test
  void a_page_of_another_site_changes_nothing() {
    var browser = signedIn();
    int before = json("/api/v1/tokens", admin).get("items").size();
    String wanted = "{\"name\": \"ci\", \"days\": 1, \"role\": \"viewer\"}";
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("X-CSRF-Token", ""),
            Map.of("X-CSRF-Token", Secret.random()))) {
      assertThat(browser.post("/api/v1/tokens", wanted, headers).statusCode()).isEqualTo(403);
    }
    String csrf = browser.csrf();
    assertThat(
            browser
                .post(
                    "/api/v1/tokens",
                    wanted,
                    Map.of("X-CSRF-Token", csrf, "Content-Type", "text/plain"))
                .statusCode())
        .isEqualTo(400);
    assertThat(browser.form("/api/v1/tokens", Map.of("name", "ci")).statusCode()).isEqualTo(403);
    assertThat(signedIn().post("/api/v1/tokens", wanted, Map.of("X-CSRF-Token", csrf)).statusCode())
        .as("the csrf of another session")
        .isEqualTo(403);
    assertThat(json("/api/v1/tokens", admin).get("items")).hasSize(before);
  }

  @Test
  void a_token_does_what_it_says_until_it_ends() throws Exception {
    var browser = signedIn();
    for (String bad :
        List.of(
            "{\"name\": \"ci\", \"days\": 367, \"role\": \"viewer\"}",
            "{\"name\": \"ci\", \"role\": \"viewer\"}",
            "{\"name\": \"ci\", \"days\": 1, \"role\": \"root\"}",
            "{\"name\": \"ci\", \"days\": 1, \"role\": \"viewer\", \"project\": [\"a\"]}",
            "{\"name\": \"ci\", \"days\": 1, \"role\": \"viewer\", \"clusters\": {}}",
            "{\"name\": \"\", \"days\": 1, \"role\": \"viewer\"}",
            "{\"name\": \"a\\u0000\", \"days\": 1, \"role\": \"viewer\"}",
            "[]",
            "{")) {
      assertThat(browser.post("/api/v1/tokens", bad).statusCode()).as(bad).isEqualTo(400);
    }
    JsonNode first = make(browser, "\"clusters\": {\"names\": [\"" + plane.name("west") + "\"]}");
    String token = first.get("token").textValue();
    assertThat(token).startsWith("fh_");
    assertThat(plane.send("GET", "/api/v1/clusters", bearer(token)).body())
        .contains(plane.name("west"))
        .doesNotContain(plane.name("east"));
    assertThat(json("/api/v1/tokens", admin).toString()).contains("usedAt").doesNotContain(token);
    assertThat(
            plane
                .sendJson(
                    "/api/v1/tokens",
                    "{\"name\":\"x\",\"days\":1,\"role\":\"viewer\"}",
                    bearer(token))
                .statusCode())
        .as("a token makes no tokens")
        .isEqualTo(403);
    String revoke = "/api/v1/tokens/" + first.get("id").textValue() + "/revoke";
    assertThat(plane.sendJson(revoke, "{}", bearer(east)).statusCode()).isEqualTo(404);
    assertThat(browser.post(revoke, "{}").statusCode()).isEqualTo(200);
    assertThat(plane.send("GET", "/api/v1/clusters", bearer(token)).statusCode()).isEqualTo(401);

    String second = make(browser, "\"projects\": [\"default\"]").get("token").textValue();
    assertThat(plane.send("GET", "/api/v1/clusters", bearer(second)).statusCode()).isEqualTo(200);
    plane.move(Duration.ofDays(31));
    assertThat(plane.send("GET", "/api/v1/clusters", bearer(second)).statusCode()).isEqualTo(401);
    plane.move(Duration.ofDays(-31));
    plane.access(new AccessSettings(Optional.empty(), false, Optional.empty(), directory));
    assertThat(plane.send("GET", "/api/v1/clusters", bearer(second)).statusCode())
        .as("its owner is no administrator any more")
        .isEqualTo(401);
  }

  @Test
  void who_did_what_is_written_down_without_any_secret() throws Exception {
    var browser = signedIn();
    browser.form("/login/local", Map.of("password", "wrong password"));
    String token = make(browser, "\"projects\": [\"default\"]").get("token").textValue();
    plane.send("GET", "/api/v1/clusters", bearer(token));
    plane.send("GET", "/api/v1/clusters", bearer(token));
    JsonNode log = json("/api/v1/audit?limit=500", admin);
    assertThat(log.get("items").findValuesAsText("action"))
        .contains("session.sign-in", "token.create", "token.use", "configuration.change");
    assertThat(log.toString())
        .contains("wrong password", plane.name(""))
        .doesNotContain(token, browser.cookies.get("freehold"), TestPlane.PASSWORD);
  }

  private static void assertNothing(Operation operation, HttpResponse<String> answer) {
    if (answer.statusCode() != 404) {
      assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(200);
      assertThat(answer.body().replace(" ", ""))
          .as("%s: a list may be empty instead", operation)
          .contains("\"items\":[]");
    }
  }

  private void awaitReports() throws Exception {
    String path = "/api/v1/applications/" + plane.name("east") + "/apps/shop/history";
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (json(path, admin).path("items").isEmpty()) {
      assertThat(System.nanoTime()).as("the report arrives").isLessThan(end);
      Thread.sleep(20);
    }
  }

  private JsonNode make(Browser browser, String more) throws IOException {
    HttpResponse<String> made =
        browser.post(
            "/api/v1/tokens",
            "{\"name\": \"ci\", \"days\": 30, \"role\": \"viewer\", " + more + "}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    return TestPlane.JSON.readTree(made.body());
  }

  private Browser signedIn() {
    var browser = new Browser(plane);
    assertThat(browser.form("/login/local", Map.of("password", TestPlane.PASSWORD)).statusCode())
        .isEqualTo(303);
    return browser;
  }

  /** Every operation of the document, with values of this test for the variables. */
  private List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    for (var path : plane.get("/api/v1/openapi.json").get("paths").properties()) {
      if (path.getKey().equals("/api/v1/events")) {
        continue;
      }
      String url =
          path.getKey()
              .replace("{cluster}", plane.name("east"))
              .replace("{namespace}", "apps")
              .replace("{name}", "shop")
              .replace("{revision}", Reports.COMMIT)
              .replaceAll("\\{[a-z]+}", "none");
      path.getValue()
          .properties()
          .forEach(method ->
              operations.add(
                  new Operation(
                      method.getKey().equals("post"),
                      url + (url.endsWith("/search") ? "?q=shop" : ""),
                      method.getValue().path("x-freehold-role").asText())));
    }
    assertThat(operations).hasSizeGreaterThanOrEqualTo(18);
    return operations;
  }

  private HttpResponse<String> send(Operation operation, Map<String, String> headers) {
    return operation.post()
        ? plane.sendJson(operation.path(), "{}", headers)
        : plane.send("GET", operation.path(), headers);
  }

  private JsonNode json(String path, String token) {
    try {
      return TestPlane.JSON.readTree(plane.send("GET", path, bearer(token)).body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private String declared(String token, String grant) {
    return declared(token, grant, plane.now().plus(Duration.ofDays(100)));
  }

  /** A token of the registry. */
  static String declared(String token, String grant, Instant expires) {
    return "  - {name: %s, hash: \"%s\", expires: \"%s\", %s}\n"
        .formatted("t" + Secret.hash(token).substring(7, 12), Secret.hash(token), expires, grant);
  }

  private void configure(String tokens) throws Exception {
    plane.registry.configure(
        "access.yaml",
        "apiVersion: freehold.io/v1\nkind: PlaneAccess\nspec:\n  tokens:\n" + tokens);
    plane.plane().registry().look();
  }

  private record Operation(boolean post, String path, String role) {}
}
