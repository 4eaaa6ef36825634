package io.freehold.engine;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of one object may differ from Git: fields that are named, and fields that certain managers
 * hold. Immutable.
 */
public final class Ignored {
  /** Nothing may differ. */
  public static final Ignored NOTHING = new Ignored(Set.of(), List.of(), Set.of());

  /** Longer paths first and later items first, so that removing one moves none of the others. */
  private static final Comparator<JsonPointer> LAST_FIRST =
      Comparator.comparingInt(Ignored::depth)
          .thenComparingInt(Ignored::lastIndex)
          .reversed()
          .thenComparing(JsonPointer::toString);

  private final Set<JsonPointer> pointers;
  private final List<JqPaths> paths;
  private final Set<String> managers;

  Ignored(Collection<JsonPointer> pointers, List<JqPaths> paths, Collection<String> managers) {
    this.pointers = Set.copyOf(pointers);
    this.paths = List.copyOf(paths);
    this.managers = Set.copyOf(managers);
  }

  /** Whether nothing may differ. */
  public boolean isNothing() {
    return pointers.isEmpty() && paths.isEmpty() && managers.isEmpty();
  }

  /**
   * An object without the fields that may differ.
   *
   * @param live the object as it is in the cluster, which tells what managers hold
   */
  JsonNode without(JsonNode object, JsonNode live) {
    if (isNothing() || !object.isObject()) {
      return object;
    }
    JsonNode copy = object.deepCopy();
    for (JsonPointer pointer : in(object, live)) {
      remove(copy, pointer);
    }
    return copy;
  }

  /**
   * What is to be applied so that nothing of this changes: the live values in place of the wanted
   * ones. Fields that Git does not set stay out of it.
   *
   * @param wanted changed
   */
  public void adopt(ObjectNode wanted, JsonNode live) {
    for (JsonPointer pointer : in(wanted, live)) {
      JsonNode there = counterpart(wanted, live, pointer);
      if (there.isMissingNode()) {
        remove(wanted, pointer);
      } else {
        replace(wanted, pointer, there);
      }
    }
  }

  /** The fields of an object that are ignored and there, last first. */
  private Collection<JsonPointer> in(JsonNode object, JsonNode live) {
    TreeSet<JsonPointer> found = new TreeSet<>(LAST_FIRST);
    for (JsonPointer pointer : pointers) {
      if (!object.at(pointer).isMissingNode()) {
        found.add(pointer);
      }
    }
    paths.forEach(path -> found.addAll(path.in(object)));
    if (!managers.isEmpty()) {
      for (JsonNode entry : live.path("metadata").path("managedFields")) {
        if (managers.contains(entry.path("manager").asText())) {
          FieldNode fields = OwnedFields.compile(entry.path("fieldsV1")).root();
          held(fields, object, JsonPointer.empty(), found);
        }
      }
    }
    found.remove(JsonPointer.empty());
    return found;
  }

  private static void held(
      FieldNode node, JsonNode value, JsonPointer at, Collection<JsonPointer> found) {
    if (value.isMissingNode()) {
      return;
    }
    if (node.children.length == 0) {
      found.add(at);
      return;
    }
    if (node.isList()) {
      for (int i = 0; i < value.size(); i++) {
        int child = node.childOf(value.path(i));
        if (child >= 0) {
          held(node.children[child], value.path(i), at.appendIndex(i), found);
        }
      }
      return;
    }
    JsonNode[] parts = Projection.children(node, value);
    for (int i = 0; i < parts.length; i++) {
      if (node.children[i].element instanceof PathElement.Field(_, String name)) {
        held(node.children[i], parts[i], at.appendProperty(name), found);
      }
    }
  }

  /** The live value of a wanted field: items of lists are found by their keys, not by place. */
  private static JsonNode counterpart(JsonNode wanted, JsonNode live, JsonPointer pointer) {
    JsonNode want = wanted;
    JsonNode there = live;
    String field = "";
    for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
      if (want instanceof ArrayNode list && rest.mayMatchElement()) {
        JsonNode item = list.path(rest.getMatchingIndex());
        there = item(field, list, item, there, rest.getMatchingIndex());
        want = item;
      } else {
        field = rest.getMatchingProperty();
        want = want.path(field);
        there = there.path(field);
      }
    }
    return there;
  }

  private static JsonNode item(
      String field, JsonNode list, JsonNode item, JsonNode there, int index) {
    List<String> keys = ListKeys.of(field, list, true);
    if (keys.isEmpty() && item.has("name")) {
      keys = List.of("name");
    }
    if (keys.isEmpty()) {
      return there.path(index);
    }
    for (JsonNode candidate : there) {
      if (keys.stream()
          .allMatch(key -> ListKeys.value(candidate, key).equals(ListKeys.value(item, key)))) {
        return candidate;
      }
    }
    return MissingNode.getInstance();
  }

  private static void remove(JsonNode object, JsonPointer pointer) {
    JsonNode parent = object.at(pointer.head());
    JsonPointer last = pointer.last();
    if (parent instanceof ObjectNode fields) {
      fields.remove(last.getMatchingProperty());
    } else if (parent instanceof ArrayNode items && last.mayMatchElement()) {
      items.remove(last.getMatchingIndex());
    }
  }

  private static void replace(JsonNode object, JsonPointer pointer, JsonNode value) {
    JsonNode parent = object.at(pointer.head());
    JsonPointer last = pointer.last();
    if (parent instanceof ObjectNode fields) {
      fields.set(last.getMatchingProperty(), value.deepCopy());
    } else if (parent instanceof ArrayNode items && last.mayMatchElement()) {
      items.set(last.getMatchingIndex(), value.deepCopy());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ignored that
        && pointers.equals(that.pointers)
        && managers.equals(that.managers)
        && paths.toString().equals(that.paths.toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(pointers, managers);
  }

  private static int depth(JsonPointer pointer) {
    List<JsonPointer> steps = new ArrayList<>();
    for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
      steps.add(rest);
    }
    return steps.size();
  }

  private static int lastIndex(JsonPointer pointer) {
    JsonPointer last = pointer.last();
    return last == null ? -1 : last.getMatchingIndex();
  }
}
