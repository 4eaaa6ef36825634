package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.SyncState;
import io.freehold.telemetry.OtlpReporter;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every endpoint, as the API's own document describes it, on a real PostgreSQL. */
@Timeout(60)
class ApiTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Pattern CURL = Pattern.compile("(?m)^curl .*$");

  @TempDir private Path directory;
  private TestPlane plane;
  private String east;
  private String west;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    east = plane.name("east");
    west = plane.name("west");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east, "apps/blog", "apps/shop"));
      agent.application(Reports.application("shop", SyncState.SYNCED));
      agent.application(Reports.application("blog", SyncState.OUT_OF_SYNC));
      agent.journal(Reports.sync(1));
      agent.journal(Reports.drift());
      plane.await(application("history"), page -> page.path("items").size() == 2);
    }
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void every_endpoint_answers_as_its_document_says() {
    JsonNode document = plane.get("/api/v1/openapi.json");
    assertThat(document.get("openapi").textValue()).startsWith("3.1");
    int checked = 0;
    for (var path : document.get("paths").properties()) {
      if (path.getKey().equals("/api/v1/events")) {
        continue;
      }
      JsonNode operation = path.getValue().path("get");
      if (operation.isMissingNode()) {
        continue;
      }
      if (operation.at("/responses/200/content").has("text/csv")) {
        // Streams have tests of their own.
        continue;
      }
      String url = fill(path.getKey()) + (path.getKey().endsWith("/search") ? "?q=sho" : "");
      HttpResponse<String> answer = plane.send("GET", url);
      assertThat(answer.statusCode()).as(url + " " + answer.body()).isEqualTo(200);
      assertThat(
              SchemaCheck.problems(
                  operation.at("/responses/200/content/application~1json/schema"), plane.get(url)))
          .as(url)
          .isEmpty();
      assertThat(plane.send("GET", url + (url.contains("?") ? "&" : "?") + "nonsense=1").body())
          .contains("there is no parameter nonsense");
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      assertThat(plane.send("GET", url, Map.of("If-None-Match", tag)).statusCode())
          .as(url)
          .isEqualTo(304);
      checked++;
    }
    assertThat(checked).isGreaterThanOrEqualTo(12);
  }

  @Test
  void every_query_parameter_of_the_document_is_understood() {
    JsonNode document = plane.get("/api/v1/openapi.json");
    for (var path : document.get("paths").properties()) {
      for (JsonNode parameter : path.getValue().at("/get/parameters")) {
        if (!parameter.get("in").textValue().equals("query")) {
          continue;
        }
        String name = parameter.get("name").textValue();
        String url =
            fill(path.getKey())
                + (path.getKey().endsWith("/search") ? "?q=shop&" : "?")
                + name
                + "="
                + encode(example(parameter));
        assertThat(plane.send("GET", url).statusCode()).as(url).isEqualTo(200);
      }
    }
  }

  @Test
  void unknown_things_are_problems() {
    for (String path :
        List.of(
            "/api/v1/clusters/nowhere",
            "/api/v1/applications/" + east + "/apps/nothing",
            "/api/v1/applications/" + east + "/apps/nothing/resources",
            "/api/v1/commits/ffffffff")) {
      HttpResponse<String> answer = plane.send("GET", path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    for (String path :
        List.of(
            "/api/v1/clusters?state=green",
            "/api/v1/clusters?label=env",
            "/api/v1/clusters?limit=5001",
            "/api/v1/applications?sort=colour",
            "/api/v1/history?kind=sink",
            "/api/v1/history?since=yesterday",
            "/api/v1/history?cursor=e30",
            "/api/v1/commits?cursor=WyJ4IiwieSJd",
            "/api/v1/search",
            "/api/v1/applications?q=%00",
            "/api/v1/applications?fields=a,,b")) {
      assertThat(plane.send("GET", path).statusCode()).as(path).isEqualTo(400);
    }
  }

  @Test
  void clusters_are_filtered_and_paged() {
    String mine = "&q=" + plane.name("");
    assertThat(names("/api/v1/clusters?label=env=test" + mine)).containsExactly(east, west);
    assertThat(names("/api/v1/clusters?label=env=prod" + mine)).isEmpty();
    assertThat(names("/api/v1/clusters?state=missing" + mine)).containsExactly(west);
    JsonNode page = plane.get("/api/v1/clusters?limit=1" + mine);
    assertThat(page.get("items")).hasSize(1);
    assertThat(names("/api/v1/clusters?limit=1" + mine + "&cursor=" + page.get("next").textValue()))
        .containsExactly(west);
  }

  @Test
  void applications_are_sorted_and_only_the_fields_that_were_asked_for() {
    String all = "/api/v1/applications?cluster=" + east;
    assertThat(names(all + "&sort=-name")).containsExactly("shop", "blog");
    JsonNode first = plane.get(all + "&sort=-name&limit=1&fields=name,status.sync");
    assertThat(first.get("items").get(0).toString())
        .isEqualTo("{\"name\":\"shop\",\"status\":{\"sync\":\"Synced\"}}");
    assertThat(names(all + "&sort=-name&limit=1&cursor=" + first.get("next").textValue()))
        .containsExactly("blog");
    assertThat(names(all + "&namespace=apps&sync=OutOfSync")).containsExactly("blog");
    assertThat(names(all + "&namespace=other")).isEmpty();
  }

  @Test
  void a_commit_says_how_far_it_is_in_every_cluster() {
    JsonNode progress = plane.get("/api/v1/commits/" + Reports.COMMIT);
    assertThat(state(progress, east)).isEqualTo("applied");
    assertThat(state(progress, west)).isEqualTo("untouched");
    String newest = plane.get("/api/v1/clusters").at("/registry/revision").textValue();
    assertThat(state(plane.get("/api/v1/commits/" + newest), west)).isEqualTo("waiting");
    assertThat(plane.get("/api/v1/commits").get("items").findValuesAsText("revision"))
        .contains(Reports.COMMIT);
    assertThat(plane.get("/api/v1/history?cluster=" + east + "&kind=drift").get("items"))
        .hasSize(1);
    assertThat(
            plane
                .get("/api/v1/history?cluster=" + east + "&revision=" + Reports.COMMIT)
                .get("items"))
        .hasSize(1);
  }

  @Test
  void a_search_finds_clusters_applications_and_commits() {
    assertThat(plane.get("/api/v1/search?q=" + west).get("clusters")).hasSize(1);
    assertThat(plane.get("/api/v1/search?q=apps/sho").get("applications").size()).isPositive();
    assertThat(
            plane
                .get("/api/v1/search?q=" + Reports.COMMIT.substring(0, 8))
                .get("commits")
                .findValuesAsText("revision"))
        .contains(Reports.COMMIT);
  }

  @Test
  void who_asks_without_a_pause_is_told_to_wait() {
    var rate = new RequestRate(2, 3, plane::now);
    for (int i = 0; i < 3; i++) {
      assertThat(rate.count("10.0.0.1")).isZero();
    }
    assertThat(rate.count("10.0.0.1")).isPositive();
    assertThat(rate.count("10.0.0.2")).isZero();
    plane.move(Duration.ofSeconds(1));
    assertThat(rate.count("10.0.0.1")).isZero();
  }

  @Test
  void hostile_texts_find_nothing_and_break_nothing() {
    for (String text :
        List.of("' or 1=1 --", "%", "_", "\\", "<script>", "'; drop table journal; --")) {
      String q = encode(text);
      assertThat(plane.get("/api/v1/applications?q=" + q).get("total").longValue())
          .as(text)
          .isZero();
      assertThat(plane.send("GET", "/api/v1/search?q=" + q).statusCode()).isEqualTo(200);
      assertThat(plane.send("GET", "/api/v1/clusters/" + q.replace("+", "%20")).statusCode())
          .isIn(400, 404);
    }
    assertThat(plane.get(application("history")).get("items")).hasSize(2);
  }

  @Test
  void the_examples_of_the_documentation_work() throws Exception {
    String docs = Files.readString(Path.of("..", "..", "docs", "plane-api.md"));
    List<String> examples = CURL.matcher(docs).results().map(found -> found.group()).toList();
    var documented = new TreeSet<String>();
    plane.get("/api/v1/openapi.json").get("paths").fieldNames().forEachRemaining(documented::add);
    documented.add("/api/v1/openapi.json");
    for (String path : documented) {
      String form =
          Pattern.quote(path).replace("{", "\\E[^/ ?\"]+\\Q\u0000").replaceAll("\u0000[a-z]+}", "");
      assertThat(
              examples.stream()
                  .anyMatch(one -> Pattern.compile(form + "[\"? ]").matcher(one + " ").find()))
          .as("an example for " + path)
          .isTrue();
    }
    var browser = new Browser(plane);
    browser.form("/login/local", Map.of("password", TestPlane.PASSWORD));
    JsonNode token =
        TestPlane.JSON.readTree(
            browser
                .post("/api/v1/tokens", "{\"name\": \"ci\", \"days\": 1, \"role\": \"viewer\"}")
                .body());
    JsonNode silence =
        TestPlane.JSON.readTree(
            browser
                .post(
                    "/api/v1/notifications/silences",
                    "{\"clusters\": [\"a\"], \"reason\": \"work\", \"until\": \""
                        + plane.now().plusSeconds(60)
                        + "\"}")
                .body());
    Map<String, String> variables =
        Map.of(
            "PLANE", plane.plane().http(),
            "CLUSTER", east,
            "COMMIT", Reports.COMMIT,
            "TOKEN", token.get("token").textValue(),
            "TOKEN_ID", token.get("id").textValue(),
            "SILENCE", silence.get("id").textValue(),
            "SESSION", "freehold=" + browser.cookies.get("freehold"),
            "CSRF", browser.csrf());
    for (String example : examples) {
      run(example, variables);
    }
  }

  private void run(String example, Map<String, String> variables)
      throws IOException, InterruptedException {
    var shell = new ProcessBuilder("/bin/sh", "-c", example).redirectErrorStream(true);
    shell.environment().putAll(variables);
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Assumptions.assumeFalse(process.exitValue() == 127, "there is no curl here");
    // 28: a stream that never ends was read for as long as the example says.
    assertThat(process.exitValue()).as(example + "\n" + said).isIn(0, 28);
  }

  private String application(String what) {
    return "/api/v1/applications/" + east + "/apps/shop/" + what;
  }

  private String fill(String path) {
    return path.replace("{cluster}", east)
        .replace("{namespace}", "apps")
        .replace("{name}", "shop")
        .replace("{revision}", Reports.COMMIT);
  }

  private static String example(JsonNode parameter) {
    JsonNode schema = parameter.get("schema");
    JsonNode type = schema.has("items") ? schema.get("items") : schema;
    if (type.has("enum")) {
      return type.get("enum").get(0).textValue();
    }
    return switch (parameter.get("name").textValue()) {
      case "limit" -> "7";
      case "since", "from", "to" -> "2026-11-21T00:00:00Z";
      case "label" -> "env=test";
      case "cursor" -> "";
      default -> "shop";
    };
  }

  private List<String> names(String path) {
    List<String> names = new ArrayList<>();
    plane.get(path).get("items").forEach(item -> names.add(item.get("name").textValue()));
    return names;
  }

  private static String state(JsonNode progress, String cluster) {
    for (JsonNode item : progress.get("items")) {
      if (item.get("cluster").textValue().equals(cluster)) {
        return item.get("state").textValue();
      }
    }
    return "";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
