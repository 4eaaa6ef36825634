package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;

/** A list of operations as in RFC 6902, with negative indexes from the end. Immutable. */
final class JsonPatch {
  private enum Kind {
    ADD,
    REMOVE,
    REPLACE,
    MOVE,
    COPY,
    TEST
  }

  private record Operation(Kind kind, JsonPointer path, JsonPointer from, Value value) {}

  private final List<Operation> operations;

  private JsonPatch(List<Operation> operations) {
    this.operations = operations;
  }

  /** Whether a document looks like a list of operations. */
  static boolean isPatch(Value document) {
    return document instanceof ListValue list
        && !list.isEmpty()
        && list.stream().allMatch(item -> item instanceof MapValue map && map.has("op"));
  }

  /**
   * Reads a patch.
   *
   * @throws KustomizeException when an operation is not valid
   */
  static JsonPatch of(Value document) {
    if (!(document instanceof ListValue list)) {
      throw new KustomizeException(
          Code.PATCH, "a JSON patch is a list of operations, not " + document.describe());
    }
    var operations = new ArrayList<Operation>(list.size());
    for (Value item : list) {
      operations.add(operation(item));
    }
    return new JsonPatch(List.copyOf(operations));
  }

  private static Operation operation(Value item) {
    if (!(item instanceof MapValue map)) {
      throw new KustomizeException(
          Code.PATCH, "an operation of a JSON patch is a map, not " + item.describe());
    }
    Kind kind =
        switch (map.text("op")) {
          case "add" -> Kind.ADD;
          case "remove" -> Kind.REMOVE;
          case "replace" -> Kind.REPLACE;
          case "move" -> Kind.MOVE;
          case "copy" -> Kind.COPY;
          case "test" -> Kind.TEST;
          default ->
              throw new KustomizeException(
                  Code.PATCH,
                  "the operation '"
                      + map.text("op")
                      + "' of a JSON patch is unknown; there are add, remove, replace, move, copy"
                      + " and test");
        };
    if (!map.has("path") || ((kind == Kind.MOVE || kind == Kind.COPY) && !map.has("from"))) {
      throw new KustomizeException(
          Code.PATCH, "an operation of a JSON patch has no " + (map.has("path") ? "from" : "path"));
    }
    return new Operation(
        kind,
        JsonPointer.of(map.text("path")),
        JsonPointer.of(map.text("from")),
        map.getOr("value", NullValue.NULL));
  }

  /** Number of operations. */
  int size() {
    return operations.size();
  }

  /**
   * The patched tree.
   *
   * @throws KustomizeException when an operation does not fit
   */
  Value apply(Value tree) {
    Value result = tree;
    for (Operation operation : operations) {
      try {
        result = apply(result, operation);
      } catch (KustomizeException e) {
        throw e.at("operation " + operation.kind.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
    return result;
  }

  private static Value apply(Value tree, Operation operation) {
    JsonPointer path = operation.path;
    return switch (operation.kind) {
      case ADD -> JsonTree.add(tree, path, operation.value);
      case REMOVE -> JsonTree.remove(tree, path);
      case REPLACE -> JsonTree.replace(tree, path, operation.value);
      case MOVE -> {
        Value moved = JsonTree.get(tree, operation.from);
        yield JsonTree.add(JsonTree.remove(tree, operation.from), path, moved);
      }
      case COPY -> JsonTree.add(tree, path, JsonTree.get(tree, operation.from));
      case TEST -> {
        Value found = JsonTree.find(tree, path);
        if (!sameJson(found, operation.value)) {
          throw new KustomizeException(
              Code.PATCH, "the value at " + path.text() + " is not the one that the test expects");
        }
        yield tree;
      }
    };
  }

  private static boolean sameJson(Value found, Value expected) {
    return found.equals(expected)
        || (found instanceof ScalarValue one
            && expected instanceof ScalarValue other
            && !(found instanceof StringValue)
            && !(expected instanceof StringValue)
            && one.text().equals(other.text()));
  }
}
