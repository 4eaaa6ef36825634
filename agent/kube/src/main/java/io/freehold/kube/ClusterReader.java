package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import java.util.List;
import java.util.Optional;

/**
 * Reads objects of any kind in the name of a user, whose rights decide. What only says that
 * something was written again ({@code resourceVersion}, {@code managedFields}) is left out.
 */
public final class ClusterReader {
  private static final int LIST_LIMIT = 500;

  private final ApiServer server;
  private final Discovery discovery;
  private final Actor usual;

  ClusterReader(ApiServer server, Discovery discovery, Actor usual) {
    this.server = server;
    this.discovery = discovery;
    this.usual = usual;
  }

  /** What was found. */
  public sealed interface Finding {
    /** An object, or a list of them. */
    record Found(ObjectNode content) implements Finding {}

    /** There is none, or no such kind. */
    record Missing() implements Finding {}

    /**
     * It cannot be told.
     *
     * @param why for people
     */
    record Refused(String why) implements Finding {}
  }

  /**
   * Reads.
   *
   * @param user to impersonate; empty for the one who writes managed objects
   * @param namespace of kinds that have namespaces; all of them when empty
   * @param name of one object; empty for a list
   * @throws ClusterUnreachableException when there is no answer
   */
  public Finding find(
      Optional<String> user, String apiVersion, String kind, String namespace, String name) {
    Optional<ResourceKind> known = discovery.find(apiVersion, kind);
    if (known.isEmpty() || (known.get().namespaced() && namespace.isEmpty() && !name.isEmpty())) {
      return new Finding.Missing();
    }
    String path;
    try {
      path = path(known.get(), namespace, name);
    } catch (IllegalArgumentException _) {
      return new Finding.Missing();
    }
    Actor actor = user.<Actor>map(Actor.Applier::new).orElse(usual);
    Answer answer = server.read(path, ApiServer.JSON, actor);
    if (answer.status() == 404) {
      return new Finding.Missing();
    }
    if (!answer.ok()) {
      return new Finding.Refused(answer.failure().toString());
    }
    if (!(answer.json() instanceof ObjectNode content)) {
      return new Finding.Refused("the API server gives no object");
    }
    if (!content.path("metadata").path("continue").asText("").isEmpty()) {
      return new Finding.Refused("there are more than " + LIST_LIMIT + " of them");
    }
    return new Finding.Found(withoutVersions(content));
  }

  private static String path(ResourceKind kind, String namespace, String name) {
    if (!name.isEmpty()) {
      return ResourcePath.of(kind, new ObjectRef("", kind.kind(), namespace, name));
    }
    return ResourcePath.list(kind, namespace) + "?limit=" + LIST_LIMIT;
  }

  private static ObjectNode withoutVersions(ObjectNode content) {
    strip(content);
    content.path("items").forEach(ClusterReader::strip);
    return content;
  }

  private static void strip(JsonNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("resourceVersion", "managedFields"));
    }
  }

  /** JSON that is the same for the same content. */
  public static String text(ObjectNode content) {
    try {
      return Json.MAPPER.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
