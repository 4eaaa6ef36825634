package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes the fields that field specs name; lists on the way are walked element by element. */
final class FieldEditor {
  /** What is made where a spec says create; a setter gets it empty. */
  enum Create {
    NOTHING,
    TEXT,
    MAP
  }

  private final Create create;
  private final UnaryOperator<Value> setter;

  FieldEditor(Create create, UnaryOperator<Value> setter) {
    this.create = create;
    this.setter = setter;
  }

  /** Applies to the fields of one object. */
  void edit(Resource resource, Iterable<FieldSpec> specs) {
    for (FieldSpec spec : specs) {
      edit(resource, spec);
    }
  }

  /** Applies to one field of one object, if the spec selects it. */
  void edit(Resource resource, FieldSpec spec) {
    if (!resource.gvk().isSelectedBy(spec.selector())) {
      return;
    }
    try {
      resource.value((MapValue) walk(resource.value(), spec, 0));
    } catch (KustomizeException e) {
      throw e.at(resource + ", field " + spec.path());
    }
  }

  private Value walk(Value value, FieldSpec spec, int depth) {
    if (depth == spec.segments().size()) {
      return setter.apply(value);
    }
    return switch (value) {
      case MapValue map -> field(map, spec, depth);
      case ListValue list -> elements(list, spec, depth);
      case ScalarValue scalar -> {
        if (scalar.isNull()) {
          yield scalar;
        }
        throw new KustomizeException(
            Code.FIELD, "there is " + scalar.describe() + " where a map or a list is expected");
      }
    };
  }

  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  private Value elements(ListValue list, FieldSpec spec, int depth) {
    List<Value> changed = null;
    for (int i = 0; i < list.size(); i++) {
      Value before = list.get(i);
      Value after = walk(before, spec, depth);
      if (after != before) {
        changed = changed == null ? new ArrayList<>(list.items()) : changed;
        changed.set(i, after);
      }
    }
    return changed == null ? list : ListValue.of(changed);
  }

  private Value field(MapValue map, FieldSpec spec, int depth) {
    String segment = spec.segments().get(depth);
    boolean isList = segment.endsWith("[]");
    String name = isList ? segment.substring(0, segment.length() - 2) : segment;
    if (name.isEmpty()) {
      throw new KustomizeException(Code.FIELD, "the path has an empty part; write a/b/c");
    }
    boolean creates = spec.create() && create != Create.NOTHING && !isList;
    var found = map.get(name);
    if (found.isEmpty() && !creates) {
      return map;
    }
    boolean isLast = depth + 1 == spec.segments().size();
    Value value;
    if (found.isPresent() && !found.get().isNull()) {
      value = found.get();
    } else if (creates) {
      value = isLast && create == Create.TEXT ? new StringValue("") : MapValue.empty();
    } else if (isList) {
      value = ListValue.empty();
    } else {
      value = found.get();
    }
    return map.with(name, walk(value, spec, depth + 1));
  }
}
