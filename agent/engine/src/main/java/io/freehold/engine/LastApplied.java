package io.freehold.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The annotation in which {@code kubectl apply} keeps what it applied. */
final class LastApplied {
  static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
  private static final ObjectMapper JSON = new ObjectMapper();

  private LastApplied() {}

  /** What was applied last; empty when that is not known. */
  static Optional<JsonNode> of(JsonNode live) {
    return Annotations.of(live)
        .text(ANNOTATION)
        .flatMap(text -> {
          try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
          } catch (JsonProcessingException _) {
            return Optional.empty();
          }
        });
  }

  static void set(ObjectNode object, String text) {
    object.withObjectProperty("metadata").withObjectProperty("annotations").put(ANNOTATION, text);
  }

  static void remove(ObjectNode object) {
    if (object.path("metadata").path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(ANNOTATION);
    }
  }
}
