package io.freehold.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the items of associative lists that are ours with a changed key, as a Service port whose
 * number somebody edited. A server-side apply adds ours beside such an item and is refused; so the
 * item has to go first.
 *
 * <p>Which lists are associative, and by which keys, is read from the {@code k:} elements in the
 * object's managedFields. A live item collides when its key is not in the manifest, and a manifest
 * item whose key is not live has the same name, or agrees with it in everything but the key.
 */
final class Collisions {
  private final Map<String, Collision> collisions = new TreeMap<>();

  private Collisions() {}

  /** The items of {@code live} that stand in the way of {@code wanted}. */
  static Collisions of(JsonNode wanted, JsonNode live) {
    Collisions found = new Collisions();
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      if (entry.path("subresource").asText("").isEmpty()) {
        found.visit("", entry.path("fieldsV1"), wanted, live);
      }
    }
    return found;
  }

  boolean isEmpty() {
    return collisions.isEmpty();
  }

  /** A JSON patch that removes them, if the object is still what was looked at. */
  ArrayNode removal(String resourceVersion) {
    ArrayNode patch = guarded(resourceVersion);
    // Descending, so that no index moves before its turn.
    new ArrayList<>(collisions.values())
        .reversed()
        .forEach(item -> patch.addObject().put("op", "remove").put("path", item.pointer()));
    return patch;
  }

  /**
   * A JSON patch that puts the wanted items in their places, for lists that must not be without
   * them for a moment.
   */
  ArrayNode exchange(String resourceVersion) {
    ArrayNode patch = guarded(resourceVersion);
    for (Collision item : collisions.values()) {
      ObjectNode replace = patch.addObject().put("op", "replace").put("path", item.pointer());
      replace.set("value", item.wanted());
    }
    return patch;
  }

  /** A JSON patch that does nothing when the object has changed. */
  static ArrayNode guarded(String resourceVersion) {
    ArrayNode patch = Json.MAPPER.createArrayNode();
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .put("value", resourceVersion);
    return patch;
  }

  private void visit(String pointer, JsonNode fields, JsonNode wanted, JsonNode live) {
    if (!wanted.isContainerNode() || !live.isContainerNode()) {
      return;
    }
    Map<String, JsonNode> items = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (field.getKey().startsWith("f:")) {
        String name = field.getKey().substring(2);
        visit(
            pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
            field.getValue(),
            wanted.path(name),
            live.path(name));
      } else if (field.getKey().startsWith("k:")) {
        items.put(field.getKey().substring(2), field.getValue());
      }
    }
    if (!items.isEmpty() && wanted.isArray() && live.isArray()) {
      list(pointer, items, wanted, live);
    }
  }

  private void list(String pointer, Map<String, JsonNode> items, JsonNode wanted, JsonNode live) {
    List<String> keys = keyNames(items.keySet().iterator().next());
    for (int i = 0; i < live.size(); i++) {
      JsonNode item = live.path(i);
      if (find(item, wanted, keys).isEmpty()) {
        for (JsonNode ours : wanted) {
          if (find(ours, live, keys).isEmpty() && isOursWithAnotherKey(item, ours, keys)) {
            collisions.put("%s/%08d".formatted(pointer, i), new Collision(pointer + "/" + i, ours));
            break;
          }
        }
      }
    }
    for (Map.Entry<String, JsonNode> entry : items.entrySet()) {
      JsonNode key = key(entry.getKey());
      Optional<JsonNode> ours = find(key, wanted, keys);
      for (int i = 0; ours.isPresent() && i < live.size(); i++) {
        if (sameKey(key, live.path(i), keys)) {
          visit(pointer + "/" + i, entry.getValue(), ours.get(), live.path(i));
        }
      }
    }
  }

  private static boolean isOursWithAnotherKey(JsonNode item, JsonNode ours, List<String> keys) {
    if (!keys.contains("name") && ours.hasNonNull("name")) {
      return ours.path("name").equals(item.path("name"));
    }
    for (Map.Entry<String, JsonNode> field : ours.properties()) {
      if (!keys.contains(field.getKey()) && !field.getValue().equals(item.path(field.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<JsonNode> find(JsonNode key, JsonNode items, List<String> keys) {
    for (JsonNode item : items) {
      if (sameKey(key, item, keys)) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  private static boolean sameKey(JsonNode one, JsonNode other, List<String> keys) {
    return keys.stream().allMatch(name -> part(one, name).equals(part(other, name)));
  }

  private static String part(JsonNode item, String name) {
    JsonNode part = item.path(name);
    // The one key part that Kubernetes defaults.
    return part.isMissingNode() && name.equals("protocol") ? "\"TCP\"" : part.toString();
  }

  private static List<String> keyNames(String json) {
    return key(json).properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode key(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON in a path element of fieldsV1", e);
    }
  }

  private record Collision(String pointer, JsonNode wanted) {}
}
