package io.freehold.kustomize;

import io.freehold.kustomize.MergeSchema.FieldType;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges lists whose elements have keys: the elements of the patch come first, then the rest of the
 * target.
 */
final class ListMerge {
  private final StrategicMerge merge;
  private final Consumer<String> ignored;

  ListMerge(StrategicMerge merge, Consumer<String> ignored) {
    this.merge = merge;
    this.ignored = ignored;
  }

  @Nullable Value merge(ListValue target, ListValue patch, FieldType field, String path) {
    return switch (PatchDirective.of(patch)) {
      case DELETE -> null;
      case REPLACE -> create(PatchDirective.strip(patch), field, path);
      case MERGE -> {
        ListValue clean = PatchDirective.strip(patch);
        yield StrategicMerge.keys(field).isEmpty()
            ? unite(clean, target)
            : mergeKeyed(target, clean, field, path);
      }
    };
  }

  /** A list of a patch where there is none yet. */
  Value create(ListValue patch, FieldType field, String path) {
    ListValue clean = PatchDirective.strip(patch);
    if (StrategicMerge.keys(field).isEmpty()) {
      return unite(clean, ListValue.empty());
    }
    var elements = new ArrayList<Value>(clean.size());
    for (Value element : clean) {
      Value created = merge.create(element, element(field), path);
      if (created != null) {
        elements.add(created);
      }
    }
    return settle(ListValue.of(elements), field);
  }

  /** Repeated elements collapse: the first place, the last content. */
  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  ListValue settle(ListValue list, FieldType field) {
    List<String> keys = StrategicMerge.keys(field);
    if (keys.isEmpty()) {
      return unite(list, ListValue.empty());
    }
    var places = new LinkedHashMap<List<String>, Integer>();
    var elements = new ArrayList<Value>(list.size());
    boolean same = true;
    for (Value element : list) {
      Value settled = merge.merge(element, null, element(field), "");
      same &= settled == element;
      if (settled == null) {
        continue;
      }
      var key = key(settled, keys);
      Integer place = key.contains("") ? null : places.putIfAbsent(key, elements.size());
      if (place == null) {
        elements.add(settled);
      } else {
        elements.set(place, settled);
        same = false;
      }
    }
    return same ? list : ListValue.of(elements);
  }

  private Value mergeKeyed(ListValue target, ListValue patch, FieldType field, String path) {
    List<String> keys = StrategicMerge.keys(field);
    ListValue base = settle(target, field);
    Map<List<String>, Value> rest = new LinkedHashMap<>();
    List<Value> keyless = new ArrayList<>();
    for (Value element : base) {
      var key = key(element, keys);
      if (key.stream().allMatch(String::isEmpty)) {
        keyless.add(element);
      } else {
        rest.put(key, element);
      }
    }
    Set<List<String>> seen = new LinkedHashSet<>();
    List<Value> first = new ArrayList<>();
    for (Value element : patch) {
      var key = key(element, keys);
      if (!seen.add(key)) {
        continue;
      }
      Value old = rest.get(key);
      if (old == null && isNearlyKnown(key, rest.keySet())) {
        ignored.accept(
            path + " " + keys + " " + key + " is not written the same way in the object");
        continue;
      }
      Value merged = merge.merge(old, element, element(field), path + key);
      boolean isGone = merged == null || (merged instanceof MapValue map && map.isEmpty());
      if (old != null && !isGone && keys.size() > 1) {
        // Lists with one key put what the patch names first, lists with several leave it in place.
        rest.put(key, merged);
      } else {
        rest.remove(key);
        if (!isGone) {
          first.add(merged);
        }
      }
    }
    first.addAll(rest.values());
    first.addAll(keyless);
    return ListValue.of(first);
  }

  /**
   * Whether another element has the same key except that one of both leaves a part out, such as the
   * protocol of a port. Upstream drops such an element of the patch without a word.
   */
  private static boolean isNearlyKnown(List<String> key, Set<List<String>> known) {
    if (key.size() < 2) {
      return false;
    }
    for (List<String> other : known) {
      boolean shares = false;
      boolean fits = true;
      for (int i = 0; i < key.size(); i++) {
        boolean equal = key.get(i).equals(other.get(i));
        shares |= equal && !key.get(i).isEmpty();
        fits &= equal || key.get(i).isEmpty() || other.get(i).isEmpty();
      }
      if (shares && fits) {
        return true;
      }
    }
    return false;
  }

  private static ListValue unite(ListValue first, ListValue then) {
    var values = new LinkedHashSet<Value>();
    values.addAll(first.items());
    values.addAll(then.items());
    return values.size() == then.size() && first.isEmpty() ? then : ListValue.of(values);
  }

  private static List<String> key(Value element, List<String> keys) {
    if (!(element instanceof MapValue map)) {
      return List.of("");
    }
    return keys.stream()
        .map(key ->
            map.getOr(key, NullValue.NULL) instanceof ScalarValue scalar && !scalar.isNull()
                ? scalar.text()
                : "")
        .toList();
  }

  private static FieldType element(FieldType field) {
    return new FieldType(null, field.type());
  }
}
