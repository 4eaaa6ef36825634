package io.freehold.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Optional;

/** OTLP values as JSON, in a form that a database can hold. */
final class AnyValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final char REPLACEMENT = '\uFFFD';

  private AnyValues() {}

  /** The value of an attribute. */
  static Optional<AnyValue> find(List<KeyValue> attributes, String key) {
    for (KeyValue attribute : attributes) {
      if (attribute.getKey().equals(key)) {
        return Optional.of(attribute.getValue());
      }
    }
    return Optional.empty();
  }

  /** The text of an attribute, empty when it is absent or no text. */
  static String text(List<KeyValue> attributes, String key) {
    return find(attributes, key).map(value -> clean(value.getStringValue())).orElse("");
  }

  static JsonNode json(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> JSON.textNode(clean(value.getStringValue()));
      case BOOL_VALUE -> JSON.booleanNode(value.getBoolValue());
      case INT_VALUE -> JSON.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> JSON.numberNode(value.getDoubleValue());
      case ARRAY_VALUE -> {
        ArrayNode array = JSON.arrayNode();
        value.getArrayValue().getValuesList().forEach(item -> array.add(json(item)));
        yield array;
      }
      case KVLIST_VALUE -> object(value.getKvlistValue().getValuesList());
      case BYTES_VALUE -> JSON.binaryNode(value.getBytesValue().toByteArray());
      default -> JSON.nullNode();
    };
  }

  private static ObjectNode object(List<KeyValue> fields) {
    ObjectNode object = JSON.objectNode();
    for (KeyValue field : fields) {
      object.set(clean(field.getKey()), json(field.getValue()));
    }
    return object;
  }

  /** Text without what PostgreSQL cannot store: NUL and halves of surrogate pairs. */
  static String clean(String text) {
    StringBuilder cleaned = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        if (cleaned == null) {
          cleaned = new StringBuilder(text);
        }
        cleaned.setCharAt(i, REPLACEMENT);
      }
    }
    return cleaned == null ? text : cleaned.toString();
  }
}
