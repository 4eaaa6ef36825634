package io.freehold.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApiGroup;
import io.freehold.cli.LocalFleet;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The running fleet, and how a test asks its clusters and its plane. */
final class Fleet implements AutoCloseable {
  /** Names of its clusters. */
  static final String A = "prod-eu";

  static final String B = "prod-us";

  /** How long a push may take to reach the clusters. */
  static final Duration PUSH = Duration.ofSeconds(20);

  /** A bound for failures only. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  final LocalFleet processes;
  final TestRepository registry;
  private final HttpClient http = HttpClient.newHttpClient();

  Fleet(Path directory, int clusters) {
    this(directory, clusters, "5s");
  }

  /**
   * @param interval how often agents look at Git by themselves
   */
  Fleet(Path directory, int clusters, String interval) {
    var out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    processes = LocalFleet.start(directory, clusters, interval, Duration.ofMinutes(3), out);
    registry =
        new TestRepository(processes.git(), LocalFleet.REPOSITORY, directory.resolve("keys"));
  }

  /** Adds an application with its folder of files to clusters, and waits until it is there. */
  void add(String name, Map<String, String> files, String... clusters) {
    commit(name, files, clusters);
    for (String cluster : clusters) {
      awaitSynced(name, cluster);
    }
  }

  /** Adds an application with its folder of files to clusters. */
  void commit(String name, Map<String, String> files, String... clusters) {
    Map<String, String> commit = new HashMap<>();
    files.forEach((file, content) -> commit.put("apps/" + name + "/" + file, content));
    for (String cluster : clusters) {
      commit.put("clusters/" + cluster + "/" + name + ".yaml", application(name));
    }
    registry.commit(commit);
  }

  void awaitSynced(String name, String cluster) {
    Eventually.within(
        LIMIT,
        () -> {
          var status = status(cluster, name);
          assertThat(status.path("sync").asText()).isEqualTo("Synced");
          assertThat(status.path("history").size()).isPositive();
        });
  }

  /** An Application of the folder of the registry that has its name. */
  private static String application(String name) {
    return """
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %1$s, namespace: freehold-system}
    spec:
      sources: [{path: apps/%1$s}]
      destination: {namespace: default}
    """
        .formatted(name);
  }

  static String configMap(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: %s}
    data: {value: "%s"}
    """
        .formatted(name, value);
  }

  TestCluster cluster(String name, String namespace) {
    return new TestCluster(processes.kubeconfig(name), URI.create("https://unused"), namespace);
  }

  /** kubectl in the namespace that the applications of the tests are in. */
  String kubectl(String cluster, String... arguments) {
    return cluster(cluster, "default").kubectl(arguments);
  }

  /** A value of a ConfigMap, empty when there is none. */
  String value(String cluster, String configMap) {
    return kubectl(
        cluster, "get", "cm", configMap, "--ignore-not-found", "-o", "jsonpath={.data.value}");
  }

  /** Status of an Application as its cluster tells. */
  JsonNode status(String cluster, String application) {
    return json(cluster(cluster, "freehold-system")
            .kubectl("get", "applications.freehold.io", application, "-o", "json"))
        .path("status");
  }

  /** A condition of an Application; missing when it has none of this type. */
  JsonNode condition(String cluster, String application, String type) {
    for (JsonNode condition : status(cluster, application).path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return JSON.missingNode();
  }

  /** An answer of the plane. */
  JsonNode plane(String path) {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(processes.http().resolve(path)).build());
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return json(answer.body());
  }

  /** {@code namespace/name} of every Application of a cluster. */
  List<String> applications(String cluster) {
    return kubectl(
            cluster,
            "get",
            "applications.freehold.io",
            "-A",
            "-o",
            "jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}")
        .lines()
        .toList();
  }

  /** Every object with the mark of an agent, of all kinds that the cluster serves. */
  JsonNode managed(String cluster) {
    String kinds =
        kubectl(cluster, "api-resources", "--verbs=list,patch", "-o", "name")
            .strip()
            .replace('\n', ',');
    return json(kubectl(cluster, "get", kinds, "-A", "-l", ApiGroup.TRACKING_LABEL, "-o", "json"))
        .path("items");
  }

  /** What the plane tells of a cluster; missing when it does not know it. */
  JsonNode planeCluster(String cluster) {
    for (JsonNode item : plane("/api/v1/clusters").path("items")) {
      if (item.path("name").asText().equals(cluster)) {
        return item;
      }
    }
    return JSON.missingNode();
  }

  /** What the plane calls a cluster: fresh, stale or missing. */
  String state(String cluster) {
    return planeCluster(cluster).path("state").asText();
  }

  /** What the plane tells of an application. */
  JsonNode planeApplication(String cluster, String application) {
    return plane("/api/v1/applications/%s/freehold-system/%s".formatted(cluster, application));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    processes.close();
    http.close();
  }
}
