package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a live object that some field managers own, as JSON pointers. */
final class ManagedPaths {
  private ManagedPaths() {}

  static void strip(List<String> managers, ObjectNode wanted, ObjectNode live) {
    for (String pointer : pointers(managers, live)) {
      IgnoreRules.remove(wanted, pointer);
      IgnoreRules.remove(live, pointer);
    }
  }

  static List<String> pointers(List<String> managers, JsonNode live) {
    List<String> pointers = new ArrayList<>();
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      if (managers.contains(entry.path("manager").asText())) {
        collect("", entry.path("fieldsV1"), live, pointers);
      }
    }
    // What lies further back in a list first, so that the places of the others stay.
    return pointers.reversed();
  }

  private static void collect(String at, JsonNode fields, JsonNode live, List<String> pointers) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String key = field.getKey();
      String below = null;
      JsonNode there = live;
      if (key.startsWith("f:")) {
        String name = key.substring(2);
        below = at + "/" + name.replace("~", "~0").replace("/", "~1");
        there = live.path(name);
      } else if (key.startsWith("k:") && live.isArray()) {
        int index = index(live, key.substring(2));
        if (index >= 0) {
          below = at + "/" + index;
          there = live.path(index);
        }
      }
      if (below == null || there.isMissingNode()) {
        continue;
      }
      if (field.getValue().isEmpty()) {
        pointers.add(below);
      } else {
        collect(below, field.getValue(), there, pointers);
      }
    }
  }

  private static int index(JsonNode list, String key) {
    JsonNode wanted;
    try {
      wanted = Json.MAPPER.readTree(key);
    } catch (com.fasterxml.jackson.core.JsonProcessingException _) {
      return -1;
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.path(i);
      if (wanted.properties().stream()
          .allMatch(
              field -> item.path(field.getKey()).asText().equals(field.getValue().asText()))) {
        return i;
      }
    }
    return -1;
  }
}
