package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.kustomize.MergeSchema.FieldType;
import io.freehold.kustomize.MergeSchema.ObjectType;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapBuilder;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges a strategic merge patch into a tree. Maps are merged, null removes, lists that the schema
 * knows are merged by key, everything else is replaced. Where {@code null} is returned the field
 * goes away. What nothing touches is shared, not copied.
 */
final class StrategicMerge {
  private static final FieldType UNKNOWN = new FieldType(null, null);

  private final ListMerge lists;

  /**
   * @param ignored is told about elements of the patch that fit no element exactly
   */
  StrategicMerge(java.util.function.Consumer<String> ignored) {
    this.lists = new ListMerge(this, ignored);
  }

  /** The patched object; empty when the patch deletes it. */
  MapValue merge(MapValue target, MapValue patch, @Nullable ObjectType type) {
    Value merged = merge(target, patch, new FieldType(null, type), "");
    return merged instanceof MapValue map ? map : MapValue.empty();
  }

  @Nullable Value merge(
      @Nullable Value target, @Nullable Value patch, FieldType field, String path) {
    if (patch == null) {
      return target == null ? null : settle(target, field);
    }
    if (target == null || target.isNull()) {
      return create(patch, field, path);
    }
    if (patch.isNull()) {
      return null;
    }
    return switch (target) {
      case MapValue map when patch instanceof MapValue patchMap ->
          mergeMaps(map, patchMap, field, path);
      case ListValue list when patch instanceof ListValue patchList ->
          field.keys() == null ? patch : lists.merge(list, patchList, field, path);
      case ScalarValue _ when patch instanceof ScalarValue -> patch;
      default ->
          throw new KustomizeException(
              Code.PATCH,
              "the patch has "
                  + patch.describe()
                  + " at "
                  + (path.isEmpty() ? "its root" : path)
                  + " where the object has "
                  + target.describe());
    };
  }

  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  private @Nullable Value mergeMaps(MapValue target, MapValue patch, FieldType field, String path) {
    return switch (PatchDirective.of(patch)) {
      case DELETE -> null;
      case REPLACE -> create(patch.without(PatchDirective.KEY), field, path);
      case MERGE -> {
        MapValue clean = patch.without(PatchDirective.KEY);
        MapBuilder builder = null;
        for (int i = 0; i < target.size(); i++) {
          String key = target.keyAt(i);
          Value before = target.valueAt(i);
          Value change = clean.has(key) ? clean.getOr(key, NullValue.NULL) : null;
          Value after = merge(before, change, child(field, key), join(path, key));
          if (after != before) {
            builder = builder == null ? target.toBuilder() : builder;
            if (after == null) {
              builder.remove(key);
            } else {
              builder.put(key, after);
            }
          }
        }
        for (int i = 0; i < clean.size(); i++) {
          String key = clean.keyAt(i);
          if (!target.has(key)) {
            Value added = create(clean.valueAt(i), child(field, key), join(path, key));
            if (added != null) {
              builder = builder == null ? target.toBuilder() : builder;
              builder.put(key, added);
            }
          }
        }
        yield builder == null ? target : builder.build();
      }
    };
  }

  /** What a patch makes where there is nothing: itself, without directives and nulls. */
  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  @Nullable Value create(Value patch, FieldType field, String path) {
    return switch (patch) {
      case NullValue _ -> null;
      case ScalarValue scalar -> scalar;
      case ListValue list -> field.keys() == null ? list : lists.create(list, field, path);
      case MapValue map -> {
        if (PatchDirective.of(map) == PatchDirective.DELETE) {
          yield null;
        }
        var builder = MapValue.builder();
        boolean same = true;
        for (int i = 0; i < map.size(); i++) {
          String key = map.keyAt(i);
          Value before = map.valueAt(i);
          Value after =
              key.equals(PatchDirective.KEY)
                  ? null
                  : create(before, child(field, key), join(path, key));
          same &= after == before;
          if (after != null) {
            builder.put(key, after);
          }
        }
        yield same ? map : builder.build();
      }
    };
  }

  /**
   * What becomes of a part of a patched object that the patch does not touch: nulls that were left
   * blank go away and repeated elements collapse, as upstream has it.
   */
  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  private @Nullable Value settle(Value value, FieldType field) {
    return switch (value) {
      case NullValue none -> none.isBlank() ? null : none;
      case ScalarValue scalar -> scalar;
      case ListValue list -> field.keys() == null ? list : lists.settle(list, field);
      case MapValue map -> {
        MapBuilder builder = null;
        for (int i = 0; i < map.size(); i++) {
          Value before = map.valueAt(i);
          Value after = settle(before, child(field, map.keyAt(i)));
          if (after != before) {
            builder = builder == null ? map.toBuilder() : builder;
            if (after == null) {
              builder.remove(map.keyAt(i));
            } else {
              builder.put(map.keyAt(i), after);
            }
          }
        }
        yield builder == null ? map : builder.build();
      }
    };
  }

  /** The keys of a list, for callers that know it has some. */
  static List<String> keys(FieldType field) {
    return java.util.Objects.requireNonNull(field.keys(), "not a merged list");
  }

  private static FieldType child(FieldType field, String key) {
    ObjectType type = field.type();
    FieldType child = type == null ? null : type.field(key);
    return child == null ? UNKNOWN : child;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
