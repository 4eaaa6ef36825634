package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds values against the part of JSON Schema that the API's document uses. */
final class SchemaCheck {
  private SchemaCheck() {}

  /** What is wrong, each with its place. */
  static List<String> problems(JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "$", problems);
    return problems;
  }

  private static void check(JsonNode schema, JsonNode value, String at, List<String> problems) {
    boolean fits =
        switch (schema.path("type").asText()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "boolean" -> value.isBoolean();
          default -> true;
        };
    if (!fits) {
      problems.add(at + " is no " + schema.path("type").asText() + ": " + value);
      return;
    }
    if (schema.has("enum")) {
      boolean known = false;
      for (JsonNode one : schema.get("enum")) {
        known |= one.equals(value);
      }
      if (!known) {
        problems.add(at + " is none of " + schema.get("enum") + ": " + value);
      }
    }
    schema
        .path("required")
        .forEach(name -> {
          if (!value.has(name.asText())) {
            problems.add(at + " lacks " + name.asText());
          }
        });
    for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
      check(schema.path("items"), item, at + "[]", problems);
    }
    for (var field : value.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      JsonNode others = schema.path("additionalProperties");
      if (!known.isMissingNode()) {
        check(known, field.getValue(), at + "." + field.getKey(), problems);
      } else if (others.isObject()) {
        check(others, field.getValue(), at + "." + field.getKey(), problems);
      } else if (others.isBoolean() && !others.booleanValue()) {
        problems.add(at + "." + field.getKey() + " is not in the document");
      }
    }
  }
}
