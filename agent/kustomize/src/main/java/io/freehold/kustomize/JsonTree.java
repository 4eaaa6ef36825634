package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Value;
import java.util.function.UnaryOperator;

/** Reads and changes trees at JSON pointers. */
final class JsonTree {
  private static final String END = "-";

  private JsonTree() {}

  /** The value at a pointer; null where a map has no such key. */
  static Value find(Value tree, JsonPointer pointer) {
    Value value = tree;
    for (int i = 0; i < pointer.parts().size(); i++) {
      String part = pointer.parts().get(i);
      value =
          switch (value) {
            case MapValue map -> map.getOr(part, NullValue.NULL);
            case ListValue list -> list.get(index(part, list.size(), pointer));
            case ScalarValue _ -> throw missing(pointer, i);
          };
    }
    return value;
  }

  /** The value at a pointer, which must exist. */
  static Value get(Value tree, JsonPointer pointer) {
    Value value = tree;
    for (int i = 0; i < pointer.parts().size(); i++) {
      String part = pointer.parts().get(i);
      int depth = i;
      value =
          switch (value) {
            case MapValue map -> map.get(part).orElseThrow(() -> missing(pointer, depth));
            case ListValue list -> list.get(index(part, list.size(), pointer));
            case ScalarValue _ -> throw missing(pointer, depth);
          };
    }
    return value;
  }

  static Value add(Value tree, JsonPointer pointer, Value value) {
    if (pointer.parts().isEmpty()) {
      return value;
    }
    return atParent(
        tree,
        pointer,
        (parent, last) ->
            switch (parent) {
              case MapValue map -> map.with(last, value);
              case ListValue list ->
                  list.inserted(
                      last.equals(END) ? list.size() : index(last, list.size() + 1, pointer),
                      value);
              case ScalarValue _ -> throw missing(pointer, pointer.parts().size() - 1);
            });
  }

  static Value remove(Value tree, JsonPointer pointer) {
    return atParent(
        tree,
        pointer,
        (parent, last) ->
            switch (parent) {
              case MapValue map when map.has(last) -> map.without(last);
              case ListValue list -> list.without(index(last, list.size(), pointer));
              default -> throw missing(pointer, pointer.parts().size() - 1);
            });
  }

  static Value replace(Value tree, JsonPointer pointer, Value value) {
    if (pointer.parts().isEmpty()) {
      return value;
    }
    return atParent(
        tree,
        pointer,
        (parent, last) ->
            switch (parent) {
              // As upstream's library has it: what is missing in a map is added.
              case MapValue map -> map.with(last, value);
              case ListValue list -> list.with(index(last, list.size(), pointer), value);
              default -> throw missing(pointer, pointer.parts().size() - 1);
            });
  }

  private interface Change {
    Value apply(Value parent, String last);
  }

  private static Value atParent(Value tree, JsonPointer pointer, Change change) {
    if (pointer.parts().isEmpty()) {
      throw new KustomizeException(Code.PATCH, "the whole object cannot be removed");
    }
    int last = pointer.parts().size() - 1;
    return walk(tree, pointer, 0, last, parent -> change.apply(parent, pointer.parts().get(last)));
  }

  private static Value walk(
      Value value, JsonPointer pointer, int depth, int end, UnaryOperator<Value> change) {
    if (depth == end) {
      return change.apply(value);
    }
    String part = pointer.parts().get(depth);
    return switch (value) {
      case MapValue map -> {
        Value child = map.get(part).orElseThrow(() -> missing(pointer, depth));
        yield map.with(part, walk(child, pointer, depth + 1, end, change));
      }
      case ListValue list -> {
        int index = index(part, list.size(), pointer);
        yield list.with(index, walk(list.get(index), pointer, depth + 1, end, change));
      }
      case ScalarValue _ -> throw missing(pointer, depth);
    };
  }

  private static int index(String part, int size, JsonPointer pointer) {
    int index;
    try {
      index = Integer.parseInt(part);
    } catch (NumberFormatException e) {
      throw new KustomizeException(
          Code.PATCH, "in " + pointer.text() + ", '" + part + "' is not the index of a list", e);
    }
    if (index < -size || index >= size) {
      throw new KustomizeException(
          Code.PATCH,
          "in "
              + pointer.text()
              + ", the index "
              + part
              + " is outside of the list; use - to append");
    }
    return index < 0 ? index + size : index;
  }

  private static KustomizeException missing(JsonPointer pointer, int depth) {
    String found = "/" + String.join("/", pointer.parts().subList(0, depth + 1));
    return new KustomizeException(
        Code.PATCH,
        "the path "
            + pointer.text()
            + " does not exist"
            + (depth + 1 < pointer.parts().size() ? ": there is no " + found : "")
            + "; add what is missing first");
  }
}
