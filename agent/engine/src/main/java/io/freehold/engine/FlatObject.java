package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An object as a map from the paths of its single values to these, items of lists by their keys, in
 * the notation of {@code managedFields}. What server-side apply owns, adds and removes are sets of
 * these paths.
 */
final class FlatObject {
  private static final Map<String, String> NUMBERS =
      Map.of("port", "port", "containerPort", "containerPort");

  private final SortedMap<String, JsonNode> values = new TreeMap<>();

  private FlatObject() {}

  /** The values of an object. */
  static SortedMap<String, JsonNode> of(JsonNode object) {
    FlatObject flat = new FlatObject();
    flat.add("", "", object);
    return flat.values;
  }

  private void add(String path, String name, JsonNode value) {
    if (value.isObject() && !value.isEmpty()) {
      value
          .properties()
          .forEach(field -> add(path + "/f:" + field.getKey(), field.getKey(), field.getValue()));
    } else if (value.isArray() && !value.isEmpty()) {
      List<String> keys = ListKeys.of(name, value, true);
      if (ListKeys.isSet(name)) {
        value.forEach(item -> values.put(path + "/v:" + item, item));
      } else if (keys.isEmpty()) {
        values.put(path, value);
      } else {
        for (JsonNode item : value) {
          String itemPath = path + "/k:" + key(keys, item);
          item.properties()
              .forEach(field ->
                  add(itemPath + "/f:" + field.getKey(), field.getKey(), field.getValue()));
        }
      }
    } else {
      values.put(path, value);
    }
  }

  private static String key(List<String> keys, JsonNode item) {
    StringBuilder text = new StringBuilder("{");
    for (String key : new TreeSet<>(keys)) {
      String value = ListKeys.value(item, key);
      text.append(text.length() > 1 ? "," : "")
          .append('"')
          .append(key)
          .append("\":")
          .append(NUMBERS.containsKey(key) ? value : "\"" + value + "\"");
    }
    return text.append('}').toString();
  }

  /** The paths that an entry of {@code managedFields} names, those of whole values only. */
  static Set<String> owned(JsonNode fields) {
    TreeSet<String> paths = new TreeSet<>();
    owned("", fields, paths);
    return paths;
  }

  private static void owned(String path, JsonNode fields, Set<String> paths) {
    if (fields.isEmpty()) {
      paths.add(path);
    }
    fields
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals(".")) {
            owned(path + "/" + field.getKey(), field.getValue(), paths);
          }
        });
  }

  /** Whether a path, or one above it, is among some. */
  static boolean covers(Set<String> paths, String path) {
    if (paths.contains(path)) {
      return true;
    }
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (paths.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }
}
