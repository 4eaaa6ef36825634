package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code kubectl apply} would make of a live object: what is wanted is set, what was wanted
 * before and is not any more is removed, everything else stays.
 */
final class ThreeWayMerge {
  /** Whether lists of the kind are merged item by item. */
  private final boolean strategic;

  ThreeWayMerge(boolean strategic) {
    this.strategic = strategic;
  }

  /**
   * The live object after an apply.
   *
   * @param before what was applied last
   * @param wanted what is applied now
   */
  ObjectNode merge(JsonNode before, JsonNode wanted, JsonNode live) {
    ObjectNode merged = live.deepCopy();
    before
        .properties()
        .forEach(field -> {
          if (!wanted.has(field.getKey())) {
            merged.remove(field.getKey());
          }
        });
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      JsonNode there = live.path(name);
      if (value.isNull()) {
        if (!there.isNull()) {
          merged.remove(name);
        }
      } else {
        merged.set(name, value(name, before.path(name), value, there));
      }
    }
    return merged;
  }

  private JsonNode value(String name, JsonNode before, JsonNode wanted, JsonNode live) {
    if (wanted.isObject() && live.isObject()) {
      return merge(before, wanted, live);
    }
    if (!(wanted instanceof ArrayNode items) || !live.isArray()) {
      return wanted;
    }
    boolean trimmed = !strategic || name.equals("volumeClaimTemplates");
    if (trimmed) {
      // Defaults inside of items would look like changes: only what was applied is compared.
      return SortedJson.text(trim(before, live)).equals(SortedJson.text(wanted)) ? live : wanted;
    }
    if (ListKeys.isSet(name)) {
      return union(before, items, live);
    }
    List<String> keys = ListKeys.of(name, items.isEmpty() ? live : wanted, false);
    return keys.isEmpty() ? wanted : keyed(keys, before, wanted, live);
  }

  private JsonNode keyed(List<String> keys, JsonNode before, JsonNode wanted, JsonNode live) {
    Map<String, JsonNode> earlier = byKey(keys, before);
    Map<String, JsonNode> now = byKey(keys, wanted);
    Map<String, JsonNode> there = byKey(keys, live);
    Map<String, JsonNode> merged = new LinkedHashMap<>();
    there.forEach((key, item) -> {
      if (now.containsKey(key) || !earlier.containsKey(key)) {
        merged.put(key, item);
      }
    });
    JsonNode none = JsonNodeFactory.instance.objectNode();
    now.forEach((key, item) -> {
      JsonNode known = there.get(key);
      merged.put(key, known == null ? item : merge(earlier.getOrDefault(key, none), item, known));
    });
    List<String> order = new ArrayList<>(now.keySet());
    List<String> common = new ArrayList<>(merged.keySet());
    common.retainAll(Set.copyOf(order));
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    if (common.equals(order)) {
      merged.values().forEach(result::add);
    } else {
      // Another order is a change too: ours first, then what others added.
      order.forEach(key -> result.add(merged.remove(key)));
      merged.values().forEach(result::add);
    }
    return result;
  }

  private static Map<String, JsonNode> byKey(List<String> keys, JsonNode list) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    for (JsonNode item : list) {
      List<String> values = keys.stream().map(key -> ListKeys.value(item, key)).toList();
      items.put(String.join("\u0000", values), item);
    }
    return items;
  }

  private static JsonNode union(JsonNode before, ArrayNode wanted, JsonNode live) {
    Map<String, JsonNode> result = new LinkedHashMap<>();
    live.forEach(item -> result.put(item.asText(), item));
    before.forEach(item -> result.remove(item.asText()));
    live.forEach(item -> {
      if (contains(wanted, item)) {
        result.put(item.asText(), item);
      }
    });
    wanted.forEach(item -> result.putIfAbsent(item.asText(), item));
    ArrayNode ordered = JsonNodeFactory.instance.arrayNode();
    live.forEach(item -> {
      if (result.remove(item.asText()) != null) {
        ordered.add(item);
      }
    });
    result.values().forEach(ordered::add);
    return ordered;
  }

  private static boolean contains(ArrayNode list, JsonNode item) {
    return list.valueStream().anyMatch(item::equals);
  }

  /** A live value without the fields that were not applied; additional items of lists stay. */
  private static JsonNode trim(JsonNode applied, JsonNode live) {
    if (applied.isObject() && live.isObject()) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      applied
          .properties()
          .forEach(field -> {
            JsonNode there = live.path(field.getKey());
            if (!there.isMissingNode()) {
              result.set(field.getKey(), trim(field.getValue(), there));
            }
          });
      return result;
    }
    if (applied.isArray() && live.isArray()) {
      ArrayNode result = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < live.size(); i++) {
        result.add(i < applied.size() ? trim(applied.path(i), live.path(i)) : live.path(i));
      }
      return result;
    }
    return live;
  }
}
