package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.FieldValidation;
import io.freehold.api.ObjectRef;
import io.freehold.api.Propagation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.LiveObject;
import java.util.Optional;

/** Reads and writes single objects in one actor's name. */
final class ObjectClient {
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String JSON_PATCH = "application/json-patch+json";

  private final ApiServer server;
  private final Actor actor;

  ObjectClient(ApiServer server, Actor actor) {
    this.server = server;
    this.actor = actor;
  }

  /** Forced server-side apply; to a subresource when it is not empty. */
  ApplyResult apply(
      ResourceKind kind, ObjectRef ref, JsonNode content, String manager, String subresource) {
    return apply(kind, ref, content, subresource.isEmpty() ? "" : "/" + subresource, manager, "");
  }

  /**
   * Forced server-side apply of the status of an object.
   *
   * @return why it was refused; empty when it was taken
   */
  Optional<ApplyResult.Rejected> applyStatus(
      ResourceKind kind, ObjectRef ref, JsonNode content, String manager) {
    String path =
        ResourcePath.of(kind, ref)
            + "/status?fieldManager="
            + ResourcePath.query(manager)
            + "&force=true";
    try {
      Answer answer = server.report(new Write("PATCH", path, APPLY, bytes(content), actor));
      return answer.ok() ? Optional.empty() : Optional.of(Rejections.of(answer.failure(), content));
    } catch (ClusterUnreachableException e) {
      return Optional.of(Rejections.unreachable(e));
    }
  }

  /** What a forced server-side apply would answer. */
  ApplyResult preview(ResourceKind kind, ObjectRef ref, JsonNode content, String manager) {
    return apply(kind, ref, content, "", manager, "&dryRun=All");
  }

  /** Forced server-side apply, with what becomes of fields that the kind does not have. */
  ApplyResult applyValidated(
      ResourceKind kind,
      ObjectRef ref,
      JsonNode content,
      String manager,
      FieldValidation validation) {
    String more =
        switch (validation) {
          case IGNORE -> "&fieldValidation=Ignore";
          case WARN -> "";
          case STRICT -> "&fieldValidation=Strict";
        };
    return apply(kind, ref, content, "", manager, more);
  }

  /** Writes an object as a whole, at the version that the content names. */
  ApplyResult update(ResourceKind kind, ObjectRef ref, JsonNode content, String manager) {
    String path = ResourcePath.of(kind, ref) + "?fieldManager=" + ResourcePath.query(manager);
    try {
      Answer answer = server.write(new Write("PUT", path, ApiServer.JSON, bytes(content), actor));
      return answer.ok()
          ? new ApplyResult.Applied(live(ref, answer.json()), false)
          : Rejections.of(answer.failure(), content);
    } catch (ClusterUnreachableException e) {
      return Rejections.unreachable(e);
    }
  }

  private ApplyResult apply(
      ResourceKind kind,
      ObjectRef ref,
      JsonNode content,
      String below,
      String manager,
      String more) {
    String path;
    try {
      path = ResourcePath.of(kind, ref) + below;
    } catch (IllegalArgumentException e) {
      return new ApplyResult.Rejected(
          ApplyResult.Retry.NEVER, 400, "BadRequest", String.valueOf(e.getMessage()));
    }
    String query = "?fieldManager=" + ResourcePath.query(manager) + "&force=true" + more;
    try {
      Answer answer = server.write(new Write("PATCH", path + query, APPLY, bytes(content), actor));
      return answer.ok()
          ? new ApplyResult.Applied(live(ref, answer.json()), answer.status() == 201)
          : Rejections.of(answer.failure(), content);
    } catch (ClusterUnreachableException e) {
      return Rejections.unreachable(e);
    }
  }

  /** A JSON patch, which must not leave anything owned by its manager behind. */
  ApplyResult patch(
      ResourceKind kind, ObjectRef ref, ArrayNode patch, String manager, JsonNode wanted) {
    String path = ResourcePath.of(kind, ref) + "?fieldManager=" + ResourcePath.query(manager);
    try {
      Answer answer = server.write(new Write("PATCH", path, JSON_PATCH, bytes(patch), actor));
      return answer.ok()
          ? new ApplyResult.Applied(live(ref, answer.json()), false)
          : Rejections.of(answer.failure(), wanted);
    } catch (ClusterUnreachableException e) {
      return Rejections.unreachable(e);
    }
  }

  /**
   * The object, or empty when there is none.
   *
   * @throws ClusterUnreachableException when that cannot be told
   */
  Optional<LiveObject> get(ResourceKind kind, ObjectRef ref) {
    Answer answer = server.read(ResourcePath.of(kind, ref), ApiServer.JSON);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.ok()) {
      throw new ClusterUnreachableException("cannot read " + ref + ": " + answer.failure());
    }
    return Optional.of(live(ref, answer.json()));
  }

  /**
   * Deletes one incarnation.
   *
   * @return false when it is gone or another incarnation
   * @throws ClusterUnreachableException when it was not deleted for another reason
   */
  boolean delete(ResourceKind kind, ObjectRef ref, String uid, Propagation propagation) {
    ObjectNode options =
        Json.MAPPER
            .createObjectNode()
            .put("apiVersion", "v1")
            .put("kind", "DeleteOptions")
            .put(
                "propagationPolicy",
                switch (propagation) {
                  case BACKGROUND -> "Background";
                  case FOREGROUND -> "Foreground";
                  case ORPHAN -> "Orphan";
                });
    options.putObject("preconditions").put("uid", uid);
    Answer answer =
        server.write(
            new Write("DELETE", ResourcePath.of(kind, ref), ApiServer.JSON, bytes(options), actor));
    if (answer.status() == 404 || answer.status() == 409) {
      return false;
    }
    if (!answer.ok()) {
      throw new ClusterUnreachableException("cannot delete " + ref + ": " + answer.failure());
    }
    return true;
  }

  /** The object that an answer or event carries. */
  static LiveObject live(ObjectRef ref, JsonNode content) {
    JsonNode metadata = content.path("metadata");
    return new LiveObject(
        ref, metadata.path("uid").asText(""), metadata.path("resourceVersion").asText(""), content);
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return Json.MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
