package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes one text into fields, or into one part of the path that a field holds. */
final class ValueAddTransformer implements Transformer {
  static final Shape SHAPE =
      Shape.object(
          "value", Shape.TEXT,
          "targetFilePath", Shape.TEXT,
          "targets",
              Shape.list(
                  Shape.object(
                      "selector", ConfigShapes.SELECTOR,
                      "fieldPath", Shape.TEXT,
                      "filePathPosition", Shape.INTEGER)));

  private final String value;
  private final ListValue targets;

  ValueAddTransformer(String value, ListValue targets) {
    this.value = value;
    this.targets = targets;
    if (targets.isEmpty()) {
      throw new KustomizeException(Code.PLUGIN, "it needs at least one target");
    }
    for (Value target : targets) {
      if (((MapValue) target).text("fieldPath").isEmpty()) {
        throw new KustomizeException(Code.PLUGIN, "every target needs a fieldPath");
      }
      if (position((MapValue) target) < 0) {
        throw new KustomizeException(Code.PLUGIN, "filePathPosition must not be negative");
      }
    }
  }

  @Override
  public void apply(ResourceSet resources) {
    for (Value item : targets) {
      var target = (MapValue) item;
      List<Resource> selected =
          target.has("selector")
              ? Selector.of(target.map("selector")).select(resources.all())
              : resources.all();
      int position = position(target);
      var spec = new FieldSpec(Gvk.ANY, target.text("fieldPath"), true);
      var editor = new FieldEditor(FieldEditor.Create.TEXT, old -> changed(old, position));
      boolean isNamespace = spec.path().equals("metadata/namespace");
      for (Resource resource : selected) {
        if (!(isNamespace && resource.id().isClusterScoped())) {
          editor.edit(resource, spec);
        }
      }
    }
  }

  private Value changed(Value old, int position) {
    if (!(old instanceof ScalarValue scalar)) {
      throw new KustomizeException(
          Code.FIELD, "there is " + old.describe() + " where text is expected");
    }
    return new StringValue(
        position == 0 ? value : inserted(scalar.isNull() ? "" : scalar.text(), position - 1));
  }

  private String inserted(String path, int position) {
    if (path.isEmpty()) {
      return value;
    }
    boolean isAbsolute = path.startsWith("/");
    String relative = isAbsolute ? path.substring(1) : path;
    var parts =
        new ArrayList<>(relative.isEmpty() ? List.of() : Arrays.asList(relative.split("/")));
    parts.add(Math.min(position, parts.size()), value);
    return (isAbsolute ? "/" : "") + String.join("/", parts);
  }

  private static int position(MapValue target) {
    return target.getOr("filePathPosition", NumberValue.of(0)) instanceof NumberValue number
        ? number.decimal().intValue()
        : 0;
  }
}
