package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ReportToken;
import io.freehold.api.SyncState;
import io.freehold.telemetry.OtlpReporter;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plane as a whole: a real agent's reporter, OTLP, PostgreSQL, registry, REST and events. */
@Timeout(60)
class PlaneTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private TestPlane plane;
  private String east;
  private String west;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    east = plane.name("east");
    west = plane.name("west");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void whatAnAgentReportsIsShown() throws Exception {
    assertThat(plane.cluster(east).get("state").textValue()).isEqualTo("missing");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east, "apps/blog", "apps/shop"));
      agent.application(Reports.application("shop", SyncState.SYNCED));
      agent.application(Reports.application("blog", SyncState.OUT_OF_SYNC));
      agent.journal(Reports.sync(1));
      agent.journal(Reports.drift());
      plane.await(history(east), page -> page.get("items").size() == 2);
    }
    JsonNode cluster = plane.cluster(east);
    assertThat(cluster.get("state").textValue()).isEqualTo("fresh");
    assertThat(cluster.get("labels").get("env").textValue()).isEqualTo("test");
    assertThat(cluster.get("reportIntervalSeconds").longValue()).isEqualTo(5);
    assertThat(cluster.get("ageSeconds").longValue()).isBetween(0L, 5L);
    assertThat(cluster.get("report").get("revision").textValue()).isEqualTo(Reports.COMMIT);
    assertThat(cluster.get("counts").get("applications").longValue()).isEqualTo(2);
    assertThat(cluster.get("counts").get("outOfSync").longValue()).isEqualTo(1);
    assertThat(cluster.get("counts").get("driftRepairs").longValue()).isEqualTo(2);

    JsonNode shop = plane.get("/api/v1/applications/%s/apps/shop".formatted(east));
    assertThat(shop.get("clusterState").textValue()).isEqualTo("fresh");
    assertThat(shop.get("status").get("sync").textValue()).isEqualTo("Synced");
    assertThat(shop.get("parent").textValue()).isEqualTo("freehold-system/root");
    JsonNode history = plane.get(history(east)).get("items");
    assertThat(history.get(0).get("kind").textValue()).isEqualTo("drift");
    assertThat(history.get(0).get("drift").get("manager").textValue()).isEqualTo("kubectl");
    assertThat(history.get(1).get("sync").get("revision").textValue()).isEqualTo(Reports.COMMIT);
  }

  @Test
  void applicationsAreFilteredAndPaged() throws Exception {
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      for (int i = 0; i < 7; i++) {
        agent.application(
            Reports.application("app-" + i, i < 3 ? SyncState.OUT_OF_SYNC : SyncState.SYNCED));
      }
      plane.await(list(""), page -> page.get("total").longValue() == 7);
    }
    assertThat(plane.get(list("&sync=OutOfSync&sync=Unknown")).get("total").longValue())
        .isEqualTo(3);
    assertThat(plane.get(list("&health=Degraded")).get("items")).isEmpty();
    assertThat(plane.get(list("&q=APP-6")).get("total").longValue()).isEqualTo(1);
    assertThat(plane.get(list("&q=a+b%25")).get("total").longValue()).isZero();
    List<String> names = new ArrayList<>();
    JsonNode page = plane.get(list("&limit=3"));
    page.get("items").forEach(item -> names.add(item.get("name").textValue()));
    while (page.has("next")) {
      page = plane.get(list("&limit=3&cursor=" + page.get("next").textValue()));
      page.get("items").forEach(item -> names.add(item.get("name").textValue()));
    }
    assertThat(names).hasSize(7).isSorted().doesNotHaveDuplicates();
    for (String bad : List.of("limit=0", "limit=501", "sync=Green", "cursor=%21", "cursor=e30")) {
      var answer = plane.send("GET", "/api/v1/applications?" + bad);
      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
  }

  @Test
  void anOutageOfThePlaneLosesNoHistoryAndRepeatsNone() throws Exception {
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.journal(Reports.sync(1));
      plane.await(history(east), page -> page.get("items").size() == 1);
      plane.stop();
      for (int id = 2; id <= 40; id++) {
        agent.journal(Reports.sync(id));
      }
      plane.start();
      JsonNode page = plane.await(history(east), found -> found.get("items").size() == 40);
      for (int i = 0; i < 40; i++) {
        assertThat(page.get("items").get(i).get("sync").get("id").longValue()).isEqualTo(40 - i);
      }
    }
  }

  @Test
  void aForgedReportIsRefusedLoggedAndShown() throws Exception {
    List<String> lines = new ArrayList<>();
    Handler handler = collector(lines);
    Logger logger = Logger.getLogger(RefusalLog.LOGGER);
    logger.addHandler(handler);
    // East's agent claims to be west: it signs with its own key, for it has no other.
    try (OtlpReporter agent = plane.agent(west, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(west));
      plane.await("/api/v1/refusals", page -> claims(page).contains(west));
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(plane.cluster(west).get("state").textValue()).isEqualTo("missing");
    assertThat(lines).isNotEmpty();
    JsonNode line = TestPlane.JSON.readTree(lines.getFirst());
    assertThat(line.get("event").textValue()).isEqualTo("report-refused");
    assertThat(line.get("claimed").textValue()).isEqualTo(west);
    assertThat(lines).noneMatch(text -> text.contains("Bearer") || text.contains("eyJ"));
  }

  @Test
  void aSilentClusterTurnsStaleAfterThreeIntervalsAndThePageIsTold() throws Exception {
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east, "apps/shop"));
      agent.application(Reports.application("shop", SyncState.SYNCED));
      plane.await(list(""), page -> page.get("total").longValue() == 1);
      plane.await("/api/v1/clusters", _ -> state(east).equals("fresh"));
    }
    try (var events = events()) {
      plane.move(INTERVAL.multipliedBy(2));
      assertThat(state(east)).isEqualTo("fresh");
      plane.move(INTERVAL.multipliedBy(2));
      assertThat(state(east)).isEqualTo("stale");
      assertThat(plane.get(list("")).get("items").get(0).get("clusterState").textValue())
          .isEqualTo("stale");
      // The registry's first read may be told in between: it names the other cluster.
      String told = next(events).get("cluster").textValue();
      assertThat(told.equals(west) ? next(events).get("cluster").textValue() : told)
          .isEqualTo(east);
    }
  }

  @Test
  void changesAreStreamed() throws Exception {
    try (var events = events();
        OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.application(Reports.application("shop", SyncState.SYNCED));
      List<String> kinds = new ArrayList<>();
      JsonNode application = TestPlane.JSON.missingNode();
      while (!kinds.contains("application")) {
        application = next(events);
        kinds.add(application.get("kind").textValue());
      }
      assertThat(application.get("cluster").textValue()).isEqualTo(east);
      assertThat(application.get("namespace").textValue()).isEqualTo("apps");
      assertThat(application.get("name").textValue()).isEqualTo("shop");
    }
  }

  @Test
  void aBrokenClusterFileKeepsTheLastGoodOneAndIsShown() throws Exception {
    plane.registry.put(east, "apiVersion: freehold.io/v1\nkind: [\n");
    plane.plane().registry().look();
    JsonNode cluster = plane.cluster(east);
    assertThat(cluster.get("problem").textValue()).contains("clusters/" + east + "/cluster.yaml");
    assertThat(cluster.get("labels").get("env").textValue()).isEqualTo("test");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east));
      plane.await("/api/v1/clusters", _ -> state(east).equals("fresh"));
    }
  }

  @Test
  void aClusterThatLeavesTheRegistryIsGoneAndRefused() throws Exception {
    plane.registry.remove(east);
    plane.plane().registry().look();
    assertThat(plane.cluster(east).isMissingNode()).isTrue();
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east));
      plane.await("/api/v1/refusals", page -> claims(page).contains(east));
    }
  }

  @Test
  void aClusterCommittedAMomentAgoIsNotRefused() throws Exception {
    String north = plane.name("north");
    KeyPair keys = ReportToken.newKeyPair();
    plane.plane().registry().look();
    plane.registry.put(north, TestRegistry.clusterYaml(north, TestPlane.key(keys), "5s"));
    try (OtlpReporter agent = plane.agent(north, keys, INTERVAL)) {
      agent.cluster(Reports.cluster(north));
      plane.await("/api/v1/clusters", _ -> state(north).equals("fresh"));
    }
    assertThat(claims(plane.get("/api/v1/refusals"))).doesNotContain(north);
  }

  @Test
  void thePlaneServesWhileTheRegistryIsAway() throws Exception {
    plane.registry.reachable(false);
    plane.plane().registry().look();
    JsonNode registry = plane.get("/api/v1/clusters").get("registry");
    assertThat(registry.get("available").booleanValue()).isFalse();
    assertThat(registry.get("revision").textValue()).hasSize(40);
    plane.stop();
    plane.start();
    assertThat(plane.cluster(east).get("labels").get("env").textValue()).isEqualTo("test");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east));
      plane.await("/api/v1/clusters", _ -> state(east).equals("fresh"));
    }
    assertThat(plane.send("GET", "/readyz").statusCode()).isEqualTo(200);
    plane.registry.reachable(true);
    plane.plane().registry().look();
    assertThat(plane.get("/api/v1/clusters").get("registry").get("available").booleanValue())
        .isTrue();
  }

  private static Handler collector(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        lines.add(String.valueOf(entry.getMessage()));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private String state(String cluster) {
    return plane.cluster(cluster).path("state").asText();
  }

  private String list(String query) {
    return "/api/v1/applications?cluster=" + east + query;
  }

  private static String history(String cluster) {
    return "/api/v1/applications/%s/apps/shop/history?limit=100".formatted(cluster);
  }

  private static List<String> claims(JsonNode page) {
    List<String> claims = new ArrayList<>();
    page.get("items").forEach(item -> claims.add(item.get("claimed").textValue()));
    return claims;
  }

  private BufferedReader events() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    InputStream body =
        client
            .send(
                HttpRequest.newBuilder(URI.create(plane.plane().http() + "/api/v1/events")).build(),
                BodyHandlers.ofInputStream())
            .body();
    var events = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    assertThat(events.readLine()).isEqualTo(": connected");
    return events;
  }

  /** The data of the next event; blocks until there is one. */
  private static JsonNode next(BufferedReader events) throws Exception {
    String line = events.readLine();
    while (!line.startsWith("data: ")) {
      line = events.readLine();
      assertThat(line).as("the stream goes on").isNotNull();
    }
    return TestPlane.JSON.readTree(line.substring("data: ".length()));
  }
}
