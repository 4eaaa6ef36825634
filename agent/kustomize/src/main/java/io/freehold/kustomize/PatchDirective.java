package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Value;

/** What {@code $patch} says in a map or a list of a strategic merge patch. */
enum PatchDirective {
  MERGE,
  REPLACE,
  DELETE;

  static final String KEY = "$patch";

  static PatchDirective of(MapValue patch) {
    if (!patch.has(KEY)) {
      return MERGE;
    }
    Value value = patch.getOr(KEY, NullValue.NULL);
    String text = value instanceof ScalarValue scalar ? scalar.text() : value.describe();
    return switch (text) {
      case "merge" -> MERGE;
      case "replace" -> REPLACE;
      case "delete" -> DELETE;
      default ->
          throw new KustomizeException(
              Code.PATCH, "$patch is '" + text + "'; it can be merge, replace or delete");
    };
  }

  /** A list has one if the first element with a directive holds nothing else. */
  static PatchDirective of(ListValue patch) {
    for (Value element : patch) {
      if (element instanceof MapValue map && map.has(KEY)) {
        return map.size() == 1 ? of(map) : MERGE;
      }
    }
    return MERGE;
  }

  /** The list without the elements that only carry a directive. */
  static ListValue strip(ListValue patch) {
    return ListValue.of(
        patch.stream()
            .filter(
                element -> !(element instanceof MapValue map && map.has(KEY) && map.size() == 1))
            .toList());
  }
}
