package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import java.util.Optional;

/**
 * How it is told whose an object is.
 *
 * @param method {@code annotation}, {@code label} or {@code annotation+label}
 * @param label the label
 */
public record Tracking(String method, String label) {
  /** By annotation alone. */
  public static final Tracking DEFAULT = new Tracking("annotation", ArgoNames.INSTANCE_LABEL);

  private static final int LABEL_LIMIT = 63;

  /**
   * Marks an object as wanted. Definitions of custom resources stay unmarked, so that they are
   * never pruned.
   *
   * @param application name as it stands in marks
   * @param namespace destination namespace of the Application
   */
  public void mark(ObjectNode object, ObjectRef ref, String application, String namespace) {
    if (isDefinition(ref)) {
      return;
    }
    ObjectNode metadata = object.withObjectProperty("metadata");
    if (!method.equals("label")) {
      map(metadata, "annotations").put(ArgoNames.TRACKING, id(ref, application, namespace));
    }
    if (!method.equals("annotation")) {
      map(metadata, "labels")
          .put(
              label,
              application.length() > LABEL_LIMIT
                  ? application.substring(0, LABEL_LIMIT)
                  : application);
    }
  }

  /**
   * The Application that an object says it belongs to; empty when it names none, or when the mark
   * describes another object, as that of a copy does.
   */
  public Optional<String> owner(JsonNode object, ObjectRef ref) {
    JsonNode metadata = object.path("metadata");
    if (metadata.path("ownerReferences").size() > 0) {
      return Optional.empty();
    }
    return mark(object).filter(_ -> method.equals("label") || isSelf(metadata, ref));
  }

  /** The Application that a mark names, be it about this object or another. */
  public Optional<String> mark(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String text =
        method.equals("label")
            ? metadata.path("labels").path(label).asText("")
            : metadata.path("annotations").path(ArgoNames.TRACKING).asText("").split(":", 2)[0];
    return Optional.of(text).filter(name -> !name.isEmpty());
  }

  private static boolean isSelf(JsonNode metadata, ObjectRef ref) {
    String[] parts = metadata.path("annotations").path(ArgoNames.TRACKING).asText("").split(":", 3);
    if (parts.length < 3) {
      return false;
    }
    int slash = parts[2].indexOf('/');
    String namespace = slash < 0 ? "" : parts[2].substring(0, slash);
    // Objects without a namespace carry the one that their Application is about.
    return parts[1].equals(ref.group() + "/" + ref.kind())
        && parts[2].substring(slash + 1).equals(ref.name())
        && (ref.namespace().isEmpty() || ref.namespace().equals(namespace));
  }

  private static String id(ObjectRef ref, String application, String namespace) {
    return application
        + ":"
        + ref.group()
        + "/"
        + ref.kind()
        + ":"
        + (ref.namespace().isEmpty() ? namespace : ref.namespace())
        + "/"
        + ref.name();
  }

  static boolean isDefinition(ObjectRef ref) {
    return ref.group().equals("apiextensions.k8s.io")
        && ref.kind().equals("CustomResourceDefinition");
  }

  private static ObjectNode map(ObjectNode metadata, String field) {
    return metadata.path(field) instanceof ObjectNode there ? there : metadata.putObject(field);
  }
}
