package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Two states of one object, field by field. */
final class ObjectText {
  private static final List<String> SERVER_FIELDS =
      List.of("managedFields", "resourceVersion", "uid", "generation", "creationTimestamp");

  private ObjectText() {}

  /** An object without what only the API server writes. */
  static ObjectNode own(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    copy.withObjectProperty("metadata").remove(SERVER_FIELDS);
    return copy;
  }

  /** Lines with - for what is there now and + for what would be; empty when nothing differs. */
  static List<String> changes(JsonNode now, JsonNode then) {
    List<String> lines = new ArrayList<>();
    compare("", now, then, lines);
    return lines;
  }

  private static void compare(String path, JsonNode now, JsonNode then, List<String> lines) {
    if (now.equals(then)) {
      return;
    }
    if (now.isObject() && then.isObject()) {
      TreeSet<String> fields = new TreeSet<>();
      now.fieldNames().forEachRemaining(fields::add);
      then.fieldNames().forEachRemaining(fields::add);
      fields.forEach(
          field -> compare(path + "." + field, now.path(field), then.path(field), lines));
    } else if (now.isArray() && then.isArray()) {
      for (int i = 0; i < Math.max(now.size(), then.size()); i++) {
        compare(path + "[" + i + "]", now.path(i), then.path(i), lines);
      }
    } else {
      if (!now.isMissingNode()) {
        lines.add("- " + path + ": " + now);
      }
      if (!then.isMissingNode()) {
        lines.add("+ " + path + ": " + then);
      }
    }
  }
}
