package io.freehold.conformance.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;

/** Objects for tests, written as JSON with single quotes and bare field names. */
final class Objects {
  static final String LABEL_VALUE = "0123456789abcdef0123";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private Objects() {}

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A manifest in a namespace, with the tracking label. */
  static Manifest manifest(
      String namespace, String apiVersion, String kind, String name, String rest) {
    ObjectNode content = (ObjectNode) json(rest);
    content.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = content.withObjectProperty("metadata");
    metadata.put("name", name).put("namespace", namespace);
    metadata.withObjectProperty("labels").put(ApiGroup.TRACKING_LABEL, LABEL_VALUE);
    return new Manifest(
        apiVersion,
        new ObjectRef(ObjectRef.groupOf(apiVersion), kind, namespace, name),
        content,
        new Manifest.Origin("test.yaml", 1));
  }

  /** The object after a write that must have succeeded. */
  static LiveObject applied(ApplyResult result) {
    return switch (result) {
      case ApplyResult.Applied(LiveObject live, boolean _) -> live;
      case ApplyResult.Rejected rejected -> throw new AssertionError(rejected);
    };
  }

  /** Why a write was refused that must have been. */
  static ApplyResult.Rejected rejected(ApplyResult result) {
    return switch (result) {
      case ApplyResult.Rejected rejected -> rejected;
      case ApplyResult.Applied applied -> throw new AssertionError(applied);
    };
  }
}
