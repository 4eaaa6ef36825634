package io.freehold.conformance.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.local.LocalCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** What an administrator sees and does, by paths of the API server. */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final HttpClient client;

  Api(LocalCluster cluster) {
    this.server = cluster.server();
    this.client = cluster.httpClient();
  }

  static String application(String name) {
    return "/apis/freehold.io/v1/namespaces/freehold-system/applications/" + name;
  }

  static String configMap(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/" + name;
  }

  /** The object; a missing node when there is none. */
  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(server.resolve(path)).GET().build());
  }

  /** What an Application says of itself. */
  JsonNode status(String application) {
    return get(application(application)).path("status");
  }

  /** A condition of an Application: its status and message; "absent" when there is none. */
  String condition(String application, String type) {
    return status(application)
        .path("conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asText().equals(type))
        .map(condition ->
            condition.path("status").asText() + " " + condition.path("message").asText())
        .findFirst()
        .orElse("absent");
  }

  /** The datum "key" of a ConfigMap. */
  String value(String namespace, String name) {
    return get(configMap(namespace, name)).path("data").path("key").asText();
  }

  /** Names of the ConfigMaps of a namespace, sorted. */
  List<String> maps(String namespace) {
    return names("/api/v1/namespaces/" + namespace + "/configmaps");
  }

  /** Names of the objects in a collection, sorted. */
  List<String> names(String path) {
    return get(path)
        .path("items")
        .valueStream()
        .map(item -> item.path("metadata").path("name").asText())
        .sorted()
        .toList();
  }

  void create(String collection, String object) {
    send(
        HttpRequest.newBuilder(server.resolve(collection))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(object))
            .build());
  }

  /** Changes fields as {@code kubectl patch} does. */
  void patch(String path, String mergePatch) {
    patchAs("kubectl-patch", path, mergePatch);
  }

  /** The same as another field manager. */
  void patchAs(String manager, String path, String mergePatch) {
    send(
        HttpRequest.newBuilder(server.resolve(path + "?fieldManager=" + manager))
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(mergePatch))
            .build());
  }

  /** Changes fields as {@code kubectl patch --type=json} does. */
  void jsonPatch(String path, String patch) {
    send(
        HttpRequest.newBuilder(server.resolve(path + "?fieldManager=kubectl-patch"))
            .header("Content-Type", "application/json-patch+json")
            .method("PATCH", BodyPublishers.ofString(patch))
            .build());
  }

  void delete(String path) {
    send(HttpRequest.newBuilder(server.resolve(path)).DELETE().build());
  }

  private JsonNode send(HttpRequest request) {
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      JsonNode body = JSON.readTree(response.body());
      if (response.statusCode() == 404) {
        return JSON.missingNode();
      }
      if (response.statusCode() >= 300) {
        throw new AssertionError(request + " was refused: " + body);
      }
      return body;
    } catch (IOException e) {
      throw new AssertionError(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
