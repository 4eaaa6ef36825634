package io.freehold.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ClusterReport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plane's REST API, as far as the command line reads it. There is nothing to write. */
final class PlaneClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int PAGE = 500;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final String token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** Without a token: the plane has to let everybody look. */
  PlaneClient(URI base) {
    this(base, "");
  }

  /**
   * A client of a plane.
   *
   * @param token token of the API, empty for none
   * @throws CliException when the token could be read on its way
   */
  PlaneClient(URI base, String token) {
    this.base = base.toString().replaceFirst("/+$", "");
    this.token = token.strip();
    boolean safe = "https".equals(base.getScheme()) || LOOPBACK.contains(text(base.getHost()));
    if (!this.token.isEmpty() && !safe) {
      throw new CliException(
          ExitCode.FAILED, "a token is only sent by https, or on this machine: " + base);
    }
  }

  /** All clusters that the registry names. */
  List<FleetCluster> clusters() {
    return items(get("/api/v1/clusters"), FleetCluster.class);
  }

  /** All applications, of one cluster or with an empty name of all. */
  List<FleetApplication> applications(String cluster) {
    List<FleetApplication> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          get(
              "/api/v1/applications?limit="
                  + PAGE
                  + (cluster.isEmpty() ? "" : "&cluster=" + encode(cluster))
                  + (cursor.isEmpty() ? "" : "&cursor=" + encode(cursor)));
      all.addAll(items(page, FleetApplication.class));
      cursor = page.path("next").asText("");
    } while (!cursor.isEmpty());
    return List.copyOf(all);
  }

  /** The rules of notifications. */
  JsonNode notifications() {
    return get("/api/v1/notifications");
  }

  /** The newest entries of the audit log. */
  JsonNode audit(int limit) {
    return get("/api/v1/audit?limit=" + limit);
  }

  /** DORA's five metrics of every application. */
  JsonNode delivery() {
    return get("/api/v1/delivery?by=application");
  }

  /** The clusters, applications and commits that a text fits. */
  JsonNode search(String text) {
    return get("/api/v1/search?q=" + encode(text));
  }

  /** The commits that were synced last. */
  JsonNode commits() {
    return get("/api/v1/commits");
  }

  /** How far a commit is in every cluster. */
  JsonNode commit(String revision) {
    return get("/api/v1/commits/" + encode(revision));
  }

  /** What happened last, newest first, in one cluster or with an empty name in all. */
  JsonNode history(String cluster, int limit) {
    return get(
        "/api/v1/history?limit="
            + limit
            + (cluster.isEmpty() ? "" : "&cluster=" + encode(cluster)));
  }

  private static <T> List<T> items(JsonNode page, Class<T> type) {
    List<T> items = new ArrayList<>();
    page.path("items").forEach(item -> items.add(JSON.convertValue(item, type)));
    return items;
  }

  private JsonNode get(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TIMEOUT)
            .header("Accept", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 401) {
        throw new CliException(
            ExitCode.FAILED,
            "the plane does not know you; give a good token with --token or FREEHOLD_TOKEN");
      }
      if (response.statusCode() != 200) {
        throw new CliException(
            ExitCode.FAILED,
            "the plane answered HTTP %d to %s%s"
                .formatted(response.statusCode(), path, detail(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CliException(ExitCode.FAILED, base + " is not a Freehold plane", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "the plane at " + base + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILED, "interrupted", e);
    }
  }

  /** What a problem says, empty when it is none. */
  private static String detail(String body) {
    try {
      String detail = JSON.readTree(body).path("detail").asText("");
      return detail.isEmpty() ? "" : ": " + detail;
    } catch (JsonProcessingException _) {
      return "";
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A cluster as the plane sees it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record FleetCluster(
      String name,
      Map<String, String> labels,
      String state,
      String lastReportAt,
      long ageSeconds,
      long reportIntervalSeconds,
      ClusterReport report,
      Counts counts) {
    private static final ClusterReport NO_REPORT = JSON.convertValue(Map.of(), ClusterReport.class);

    FleetCluster {
      name = text(name);
      labels = labels == null ? Map.of() : Map.copyOf(labels);
      state = text(state);
      lastReportAt = text(lastReportAt);
      report = report == null ? NO_REPORT : report;
      counts = counts == null ? new Counts(0, 0, 0, 0) : counts;
    }
  }

  /** Counts over the applications of a cluster. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Counts(long applications, long synced, long healthy, long driftRepairs) {}

  /** An application as the plane sees it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record FleetApplication(
      String cluster,
      String clusterState,
      String namespace,
      String name,
      String path,
      ApplicationStatus status) {
    FleetApplication {
      cluster = text(cluster);
      clusterState = text(clusterState);
      namespace = text(namespace);
      name = text(name);
      path = text(path);
      status = status == null ? ApplicationStatus.EMPTY : status;
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
