package io.freehold.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.cli.LocalFleet;
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
import java.util.ArrayList;
import java.util.List;

/** The running fleet, and how a test asks its clusters and its plane. */
final class Fleet implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final LocalFleet processes;
  final TestRepository registry;
  private final HttpClient http = HttpClient.newHttpClient();

  Fleet(Path directory, int clusters) {
    var out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    processes = LocalFleet.start(directory, clusters, Duration.ofMinutes(3), out);
    registry =
        new TestRepository(processes.git(), LocalFleet.REPOSITORY, directory.resolve("keys"));
  }

  /** An Application of the folder of the registry that has its name. */
  static String application(String name) {
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

  /** What the plane calls a cluster: fresh, stale or missing. */
  String state(String cluster) {
    for (JsonNode item : plane("/api/v1/clusters").path("items")) {
      if (item.path("name").asText().equals(cluster)) {
        return item.path("state").asText();
      }
    }
    return "";
  }

  /**
   * Ids of the syncs of an application that the plane has, oldest first, repeated if it has any
   * twice.
   */
  List<Long> planeSyncs(String cluster, String application) {
    List<Long> ids = new ArrayList<>();
    String path =
        "/api/v1/applications/%s/freehold-system/%s/history?limit=500"
            .formatted(cluster, application);
    for (JsonNode item : plane(path).path("items")) {
      if (item.path("kind").asText().equals("sync")) {
        ids.add(item.path("sync").path("id").asLong());
      }
    }
    return ids.reversed();
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

  private static JsonNode json(String text) {
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
