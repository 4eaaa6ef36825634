package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** Leaves only the fields that were asked for: of each item of a page, or of the answer itself. */
final class FieldSelection {
  private static final int MAX_FIELDS = 50;

  private FieldSelection() {}

  /**
   * Selects.
   *
   * @param fields comma separated paths, empty for everything
   */
  static JsonNode select(JsonNode answer, String fields) {
    if (fields.isEmpty()) {
      return answer;
    }
    List<String> paths = Arrays.stream(fields.split(",", -1)).map(String::strip).toList();
    if (paths.size() > MAX_FIELDS || paths.stream().anyMatch(String::isEmpty)) {
      throw new BadRequestException(
          "fields must be at most " + MAX_FIELDS + " names separated by commas");
    }
    if (answer.path("items") instanceof ArrayNode items) {
      ObjectNode page = (ObjectNode) answer;
      ArrayNode selected = page.arrayNode();
      items.forEach(item -> selected.add(of(item, paths)));
      page.set("items", selected);
      return page;
    }
    return of(answer, paths);
  }

  private static JsonNode of(JsonNode item, List<String> paths) {
    if (!(item instanceof ObjectNode object)) {
      return item;
    }
    ObjectNode selected = object.objectNode();
    for (String path : paths) {
      copy(object, selected, List.of(path.split("\\.", -1)));
    }
    return selected;
  }

  private static void copy(ObjectNode from, ObjectNode to, List<String> path) {
    String name = path.getFirst();
    JsonNode value = from.get(name);
    if (value == null) {
      return;
    }
    if (path.size() == 1 || !(value instanceof ObjectNode inner)) {
      to.set(name, value);
      return;
    }
    ObjectNode target = to.get(name) instanceof ObjectNode known ? known : to.putObject(name);
    copy(inner, target, path.subList(1, path.size()));
  }
}
