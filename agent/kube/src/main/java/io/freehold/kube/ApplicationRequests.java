package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.TakenOperation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterPort.ResourceKind;
import java.util.Optional;

/**
 * Takes what people ask for off an Application. Each taking is one write that the API server
 * decides, so that of several takers one gets it and none gets it twice. Thread safe.
 */
public final class ApplicationRequests {
  /** Field manager of these writes, which leave nothing of theirs but an annotation. */
  private static final String MANAGER = "freehold-operation";

  private static final String ANNOTATIONS = "/metadata/annotations";

  private final ObjectClient client;
  private final ResourceKind kind;

  ApplicationRequests(ObjectClient client, ResourceKind kind) {
    this.client = client;
    this.kind = kind;
  }

  /**
   * Moves the field {@code operation} into the annotation {@link ApiGroup#TAKEN_ANNOTATION}.
   *
   * @param asked the Application as it was read; refused when its spec or operation changed since
   * @return empty when it was taken, otherwise why not
   */
  public Optional<String> take(Application asked, TakenOperation taken) {
    ArrayNode patch = Json.MAPPER.createArrayNode();
    // The generation counts changes of spec and operation, and not those of the status.
    step(patch, "test", "/metadata/generation").put("value", asked.metadata().generation());
    step(patch, "remove", "/operation");
    if (asked.metadata().annotations().isEmpty()) {
      // The whole map is added: an annotation that came since must not be lost.
      step(patch, "test", "/metadata/resourceVersion")
          .put("value", asked.metadata().resourceVersion());
      step(patch, "add", ANNOTATIONS)
          .putObject("value")
          .put(ApiGroup.TAKEN_ANNOTATION, text(taken));
    } else {
      step(patch, "add", path(ApiGroup.TAKEN_ANNOTATION)).put("value", text(taken));
    }
    return write(asked.id(), patch);
  }

  /**
   * Takes an annotation off that has exactly this value.
   *
   * @return empty when it was there and is gone, otherwise why not
   */
  public Optional<String> takeAnnotation(ApplicationId id, String name, String value) {
    ArrayNode patch = Json.MAPPER.createArrayNode();
    step(patch, "test", path(name)).put("value", value);
    step(patch, "remove", path(name));
    return write(id, patch);
  }

  private Optional<String> write(ApplicationId id, ArrayNode patch) {
    ObjectRef ref = new ObjectRef(ApiGroup.GROUP, Application.KIND, id.namespace(), id.name());
    return switch (client.patch(kind, ref, patch, MANAGER, Json.MAPPER.createObjectNode())) {
      case ApplyResult.Applied _ -> Optional.empty();
      case ApplyResult.Rejected refused -> Optional.of(refused.message());
    };
  }

  /** What the annotation says; empty when it is no request. */
  public static Optional<TakenOperation> read(String annotation) {
    try {
      return Optional.of(Json.MAPPER.readValue(annotation, TakenOperation.class))
          .filter(taken -> !taken.id().isEmpty());
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /** The annotation of a request. */
  public static String text(TakenOperation taken) {
    try {
      return Json.MAPPER.writeValueAsString(taken);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }

  private static ObjectNode step(ArrayNode patch, String op, String path) {
    return patch.addObject().put("op", op).put("path", path);
  }

  private static String path(String annotation) {
    return ANNOTATIONS + "/" + annotation.replace("~", "~0").replace("/", "~1");
  }
}
