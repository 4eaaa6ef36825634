package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Value;
import java.util.List;

/** Adds labels or annotations where field specs say. */
final class TextMapTransformer implements Transformer {
  private final MapValue entries;
  private final List<FieldSpec> specs;

  TextMapTransformer(MapValue entries, List<FieldSpec> specs) {
    this.entries = entries;
    this.specs = specs;
  }

  @Override
  public void apply(ResourceSet resources) {
    if (entries.isEmpty()) {
      return;
    }
    var editor = new FieldEditor(FieldEditor.Create.MAP, this::add);
    for (Resource resource : resources.all()) {
      editor.edit(resource, specs);
    }
  }

  private Value add(Value value) {
    if (value.isNull()) {
      return value;
    }
    if (!(value instanceof MapValue map)) {
      throw new KustomizeException(
          Code.FIELD, "there is " + value.describe() + " where a map of labels is expected");
    }
    for (var entry : entries) {
      map = map.with(entry.getKey(), entry.getValue());
    }
    return map;
  }
}
