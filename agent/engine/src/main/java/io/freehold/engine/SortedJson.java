package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** JSON in one spelling: keys sorted, whole numbers without a fraction. */
final class SortedJson {
  private SortedJson() {}

  /** Equal texts mean equal values. */
  static String text(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        TreeMap<String, String> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        List<String> parts = new ArrayList<>();
        fields.forEach((name, value) -> parts.add("\"" + name + "\":" + value));
        yield "{" + String.join(",", parts) + "}";
      }
      case ARRAY -> {
        List<String> parts = new ArrayList<>();
        node.forEach(item -> parts.add(text(item)));
        yield "[" + String.join(",", parts) + "]";
      }
      case NUMBER -> {
        var number = node.decimalValue();
        yield number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      }
      case STRING, BOOLEAN, BINARY, MISSING, NULL, POJO -> node.toString();
    };
  }
}
