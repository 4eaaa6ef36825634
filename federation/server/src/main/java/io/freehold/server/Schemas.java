package io.freehold.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** JSON schemas of answers; those of records are read off the records. */
final class Schemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Schemas() {}

  static ObjectNode text(String description) {
    return described("string", description);
  }

  static ObjectNode time(String description) {
    return described("string", description).put("format", "date-time");
  }

  static ObjectNode number(String description) {
    return described("integer", description);
  }

  static ObjectNode truth(String description) {
    return described("boolean", description);
  }

  static ObjectNode oneOf(String description, String... values) {
    ObjectNode schema = described("string", description);
    ArrayNode allowed = schema.putArray("enum");
    Arrays.stream(values).forEach(allowed::add);
    return schema;
  }

  /** Texts by name. */
  static ObjectNode texts(String description) {
    ObjectNode schema = described("object", description);
    schema.putObject("additionalProperties").put("type", "string");
    return schema;
  }

  static ObjectNode list(ObjectNode items) {
    ObjectNode schema = JSON.objectNode().put("type", "array");
    schema.set("items", items);
    return schema;
  }

  /**
   * An object with just these fields; with {@code fields=} any of them may be missing, so only what
   * is never absent otherwise is required.
   */
  static ObjectNode object(Map<String, ObjectNode> fields) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    fields.forEach(properties::set);
    schema.put("additionalProperties", false);
    return schema;
  }

  /** A page of items. */
  static ObjectNode page(ObjectNode item) {
    ObjectNode page =
        object(
            Map.of(
                "items",
                list(item),
                "next",
                text("Cursor of the next page; absent on the last."),
                "total",
                number("How many items there are on all pages.")));
    page.putArray("required").add("items");
    return page;
  }

  /** The form in which Jackson writes a record. */
  static ObjectNode of(Class<?> type) {
    return schema(type);
  }

  private static ObjectNode schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return list(schema(arguments[0]));
      }
      ObjectNode map = JSON.objectNode().put("type", "object");
      map.set("additionalProperties", schema(arguments[1]));
      return map;
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return record(raw);
    }
    if (raw.isEnum()) {
      return constants(raw);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return JSON.objectNode().put("type", "boolean");
    }
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return JSON.objectNode().put("type", "integer");
    }
    if (raw == String.class) {
      return JSON.objectNode().put("type", "string");
    }
    // Whatever else an agent says is passed on as it is.
    return JSON.objectNode();
  }

  private static ObjectNode record(Class<?> type) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      String name =
          renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
      properties.set(name, schema(component.getGenericType()));
    }
    return schema;
  }

  private static ObjectNode constants(Class<?> type) {
    ObjectNode schema = JSON.objectNode().put("type", "string");
    ArrayNode allowed = schema.putArray("enum");
    for (Object constant : type.getEnumConstants()) {
      allowed.add(constant.toString());
    }
    return schema;
  }

  private static ObjectNode described(String type, String description) {
    return JSON.objectNode().put("type", type).put("description", description);
  }
}
