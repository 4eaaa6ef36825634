package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationId;
import io.freehold.api.Metadata;
import io.freehold.engine.SyncWindow;
import org.jspecify.annotations.Nullable;

/**
 * An Argo CD Application.
 *
 * @param metadata metadata
 * @param creationTimestamp when it was made
 * @param spec what it asks for
 * @param operation a sync that somebody asked for; null when nobody does
 * @param status what was observed
 * @param problem why spec or operation cannot be read; empty when they can
 */
public record ArgoApplication(
    Metadata metadata,
    String creationTimestamp,
    ArgoSpec spec,
    @Nullable ArgoOperation operation,
    ArgoStatus status,
    String problem) {
  /** The kind. */
  public static final String KIND = "Application";

  /** The plural. */
  public static final String PLURAL = "applications";

  private static final ArgoSpec NO_SPEC =
      Json.read(JsonNodeFactory.instance.objectNode(), ArgoSpec.class);

  /** Reads an object of the cluster; one that cannot be read has a problem. */
  public static ArgoApplication read(JsonNode object) {
    Metadata metadata = metadata(object.path("metadata"));
    ArgoStatus status = status(object.path("status"));
    String created = object.path("metadata").path("creationTimestamp").asText("");
    try {
      ArgoSpec spec =
          object.path("spec").isObject() ? Json.read(object.path("spec"), ArgoSpec.class) : NO_SPEC;
      ArgoOperation operation =
          object.path("operation").isObject()
              ? Json.read(object.path("operation"), ArgoOperation.class)
              : null;
      return new ArgoApplication(metadata, created, spec, operation, status, "");
    } catch (IllegalArgumentException e) {
      return new ArgoApplication(
          metadata, created, NO_SPEC, null, status, String.valueOf(e.getMessage()));
    }
  }

  /** Identity inside the cluster. */
  public ApplicationId id() {
    return new ApplicationId(metadata.namespace(), metadata.name());
  }

  /** An annotation, empty when absent. */
  public String annotation(String name) {
    return metadata.annotations().getOrDefault(name, "");
  }

  /** What sync windows may name. */
  public SyncWindow.Target windowTarget() {
    return new SyncWindow.Target(
        metadata.name(),
        spec.destination().namespace(),
        spec.destination().name().isEmpty() ? "in-cluster" : spec.destination().name(),
        spec.destination().server());
  }

  /** The status as JSON. */
  public static ObjectNode json(ArgoStatus status) {
    return Json.MAPPER.valueToTree(status);
  }

  private static Metadata metadata(JsonNode node) {
    ObjectNode known = Json.MAPPER.createObjectNode();
    for (String field :
        new String[] {
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "labels",
          "annotations",
          "finalizers",
          "deletionTimestamp"
        }) {
      if (node.has(field)) {
        known.set(field, node.path(field));
      }
    }
    return Json.read(known, Metadata.class);
  }

  /** A status that another program wrote in a way of its own is only what was. */
  private static ArgoStatus status(JsonNode node) {
    try {
      return node.isObject() ? Json.read(node, ArgoStatus.class) : ArgoStatus.EMPTY;
    } catch (IllegalArgumentException _) {
      return ArgoStatus.EMPTY;
    }
  }
}
