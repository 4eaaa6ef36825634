package io.freehold.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as OTLP values: objects become key-value lists, absent and null fields are left out. */
final class Values {
  private Values() {}

  static Value<?> of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> Value.of(map(node));
      case ARRAY -> {
        List<Value<?>> items = new ArrayList<>(node.size());
        node.forEach(item -> items.add(of(item)));
        yield Value.of(items);
      }
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER ->
          node.isIntegralNumber() ? Value.of(node.longValue()) : Value.of(node.doubleValue());
      case STRING, BINARY, POJO -> Value.of(node.asText());
      case NULL, MISSING -> Value.empty();
    };
  }

  private static Map<String, Value<?>> map(JsonNode node) {
    Map<String, Value<?>> fields = new LinkedHashMap<>();
    node.properties()
        .forEach(field -> {
          if (!field.getValue().isNull()) {
            fields.put(field.getKey(), of(field.getValue()));
          }
        });
    return fields;
  }
}
