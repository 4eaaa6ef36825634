package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.SyncState;
import io.freehold.telemetry.OtlpReporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page for Prometheus, and that dashboards and alerts ask for nothing else. */
@Timeout(60)
class MetricsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Path CHARTS = Path.of("..", "..", "charts");
  private static final Pattern NAME = Pattern.compile("freehold_[a-z_]+");
  // A line of the text format: a comment, or a name, labels and a number.
  private static final Pattern LINE =
      Pattern.compile(
          "# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [-0-9.E]+");

  @TempDir private Path directory;
  private TestPlane plane;
  private String east;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    east = plane.name("east");
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.cluster(Reports.cluster(east, "apps/blog", "apps/shop"));
      agent.application(Reports.application("shop", SyncState.SYNCED));
      agent.application(Reports.application("blog", SyncState.OUT_OF_SYNC));
      plane.await("/api/v1/applications?cluster=" + east, page -> page.get("items").size() == 2);
    }
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void applications_clusters_and_the_plane_itself_are_shown() throws Exception {
    String page = page();
    assertThat(page.lines()).allMatch(line -> LINE.matcher(line).matches());
    assertThat(page.lines())
        .contains(
            "freehold_cluster_up{cluster=\"" + east + "\"} 1",
            "freehold_cluster_up{cluster=\"" + plane.name("west") + "\"} 0",
            "freehold_cluster_applications_out_of_sync{cluster=\"" + east + "\"} 1",
            application("up", "blog") + " 0",
            application("up", "shop") + " 1",
            "freehold_plane_registry_up 1",
            "freehold_plane_configuration_good{part=\"access\"} 1");
    assertThat(page)
        .contains("freehold_plane_ingest_requests_total{transport=\"http\",status=\"200\"}");
    assertThat(page).contains("freehold_plane_api_requests_total{operation=\"applications\"}");
  }

  @Test
  void a_silent_cluster_takes_its_applications_down_with_it() throws Exception {
    plane.move(INTERVAL.multipliedBy(4));
    assertThat(page().lines())
        .contains(
            "freehold_cluster_up{cluster=\"" + east + "\"} 0", application("up", "shop") + " 0");
  }

  @Test
  void dashboards_and_alerts_name_only_metrics_that_there_are() throws Exception {
    try (OtlpReporter _ = plane.agent(plane.name("west"), plane.east, INTERVAL)) {
      plane.plane().registry().look();
    }
    // Refusals and streams have no value before the first; their metric is on the page.
    Set<String> known =
        page()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ", -1)[2])
            .collect(Collectors.toSet());
    for (Path file :
        List.of(
            CHARTS.resolve("dashboards/fleet.json"),
            CHARTS.resolve("dashboards/plane.json"),
            CHARTS.resolve("alerts/freehold.yaml"))) {
      String text = Files.readString(file);
      Set<String> named = new TreeSet<>();
      NAME.matcher(text).results().forEach(found -> named.add(found.group()));
      assertThat(named).as(file.toString()).hasSizeGreaterThan(5).isSubsetOf(known);
      if (file.toString().endsWith(".json")) {
        assertThat(TestPlane.JSON.readTree(text).get("panels")).hasSizeGreaterThan(5);
      }
    }
  }

  @Test
  void more_applications_than_are_shown_one_by_one_are_counted() {
    var page = new Exposition();
    new FleetMetrics(new io.freehold.store.MetricsQueries(SharedPostgres.database()), 1, plane::now)
        .write(page);
    String text = page.toString();
    assertThat(text.lines().filter(line -> line.startsWith("freehold_application_up{"))).hasSize(1);
    assertThat(text).contains("freehold_applications_left_out ");
    assertThat(text).doesNotContain("freehold_applications_left_out 0");
  }

  private String application(String what, String name) {
    return "freehold_application_%s{cluster=\"%s\",namespace=\"apps\",name=\"%s\",project=\"default\"}"
        .formatted(what, east, name);
  }

  private String page() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(plane.plane().metrics())).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
      return answer.body();
    }
  }
}
