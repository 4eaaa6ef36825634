package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;

/**
 * Creates, replaces, patches and deletes single objects, as clients do that do not only apply.
 * Blocks; thread safe. A request that changes nothing because it is a dry run is answered as if it
 * had.
 */
public final class ObjectRequests {
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";

  private final ApiServer server;
  private final Actor actor;

  ObjectRequests(ApiServer server, Actor actor) {
    this.server = server;
    this.actor = actor;
  }

  /** The object as it is. */
  public Reply get(ResourceKind kind, ObjectRef ref) {
    try {
      return reply(
          server.read(ResourcePath.of(kind, ref), ApiServer.JSON), MissingNode.getInstance());
    } catch (ClusterUnreachableException | IllegalArgumentException e) {
      return Reply.refused(String.valueOf(e.getMessage()));
    }
  }

  /** Creates an object. */
  public Reply create(
      ResourceKind kind, ObjectRef ref, JsonNode content, String manager, boolean dryRun) {
    return write("POST", kind, ref, true, ApiServer.JSON, content, query(manager, dryRun));
  }

  /** Puts an object in the place of what is there. */
  public Reply replace(
      ResourceKind kind, ObjectRef ref, JsonNode content, String manager, boolean dryRun) {
    return write("PUT", kind, ref, false, ApiServer.JSON, content, query(manager, dryRun));
  }

  /** Changes an object by a JSON merge patch. */
  public Reply merge(
      ResourceKind kind, ObjectRef ref, JsonNode patch, String manager, boolean dryRun) {
    return write("PATCH", kind, ref, false, MERGE, patch, query(manager, dryRun));
  }

  /** Changes an object by a list of operations. */
  public Reply jsonPatch(ResourceKind kind, ObjectRef ref, JsonNode patch, String manager) {
    return write("PATCH", kind, ref, false, JSON_PATCH, patch, query(manager, false));
  }

  /** Forced server-side apply. */
  public Reply apply(
      ResourceKind kind, ObjectRef ref, JsonNode content, String manager, boolean dryRun) {
    return write("PATCH", kind, ref, false, APPLY, content, query(manager, dryRun) + "&force=true");
  }

  /**
   * Deletes an object.
   *
   * @param uid only this incarnation
   * @param propagation what becomes of dependents: {@code Foreground}, {@code Background} or {@code
   *     Orphan}
   */
  public Reply delete(
      ResourceKind kind, ObjectRef ref, String uid, String propagation, boolean dryRun) {
    ObjectNode options =
        Json.MAPPER
            .createObjectNode()
            .put("apiVersion", "v1")
            .put("kind", "DeleteOptions")
            .put("propagationPolicy", propagation);
    options.putObject("preconditions").put("uid", uid);
    if (dryRun) {
      options.putArray("dryRun").add("All");
    }
    return write("DELETE", kind, ref, false, ApiServer.JSON, options, "");
  }

  private Reply write(
      String method,
      ResourceKind kind,
      ObjectRef ref,
      boolean collection,
      String type,
      JsonNode body,
      String query) {
    try {
      String path = ResourcePath.of(kind, ref);
      if (collection) {
        path = path.substring(0, path.lastIndexOf('/'));
      }
      Answer answer =
          server.write(
              new Write(method, path + query, type, Json.MAPPER.writeValueAsBytes(body), actor));
      return reply(answer, body);
    } catch (ClusterUnreachableException | IllegalArgumentException e) {
      return Reply.refused(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  private static Reply reply(Answer answer, JsonNode sent) {
    return answer.ok()
        ? new Reply(answer.status(), "", answer.json())
        : new Reply(
            answer.status(),
            Rejections.of(answer.failure(), sent).message(),
            MissingNode.getInstance());
  }

  private static String query(String manager, boolean dryRun) {
    return "?fieldManager=" + ResourcePath.query(manager) + (dryRun ? "&dryRun=All" : "");
  }
}
