package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.function.Consumer;

/** Makes sure that documents are objects the API server could take, and takes lists apart. */
final class ObjectCheck {
  private final String file;
  private final boolean generatedNames;
  private final Consumer<RenderedObject> sink;

  ObjectCheck(String file, Consumer<RenderedObject> sink) {
    this(file, false, sink);
  }

  /**
   * @param generatedNames whether objects may leave their names to the API server
   */
  ObjectCheck(String file, boolean generatedNames, Consumer<RenderedObject> sink) {
    this.file = file;
    this.generatedNames = generatedNames;
    this.sink = sink;
  }

  /** One object, or a list of objects or of lists, as Jsonnet gives them. */
  void acceptAll(Value root) {
    if (root instanceof ListValue list) {
      list.stream().forEach(this::acceptAll);
    } else if (!root.isNull()) {
      accept(root, 0);
    }
  }

  void accept(Value root, int line) {
    if (!(root instanceof MapValue object)) {
      throw new RenderException(
          Code.OBJECT,
          file,
          line,
          "a Kubernetes object is expected, not %s; start the file's name with a dot if it is none"
              .formatted(root.describe()));
    }
    String kind = text(object, "kind", line);
    text(object, "apiVersion", line);
    if (kind.endsWith("List") && object.getOr("items", NullValue.NULL) instanceof ListValue items) {
      for (Value item : items) {
        accept(item, item instanceof MapValue map && map.line() > 0 ? map.line() : line);
      }
    } else {
      metadata(object, kind, line);
      sink.accept(new RenderedObject(object, file, line));
    }
  }

  private void metadata(MapValue object, String kind, int line) {
    if (!(object.getOr("metadata", NullValue.NULL) instanceof MapValue metadata)) {
      throw new RenderException(Code.OBJECT, file, line, "the " + kind + " needs metadata.name");
    }
    boolean isGenerated = !metadata.has("name") && metadata.has("generateName");
    if (isGenerated && !generatedNames && !isHook(metadata)) {
      throw new RenderException(
          Code.OBJECT,
          file,
          metadata.lineOf("generateName"),
          "the " + kind + " has generateName, which cannot be kept in step; give it a name");
    }
    String name = text(metadata, isGenerated ? "generateName" : "name", line);
    if (metadata.has("namespace") && !metadata.getOr("namespace", NullValue.NULL).isNull()) {
      text(metadata, "namespace", line);
    }
    texts(metadata, "labels", kind + " " + name, line);
    texts(metadata, "annotations", kind + " " + name, line);
  }

  /** Hooks get a new name for each sync. */
  private static boolean isHook(MapValue metadata) {
    return metadata.getOr("annotations", NullValue.NULL) instanceof MapValue annotations
        && (annotations.has("argocd.argoproj.io/hook") || annotations.has("helm.sh/hook"));
  }

  private String text(MapValue map, String key, int line) {
    Value value = map.getOr(key, NullValue.NULL);
    if (value instanceof StringValue string && !string.text().isBlank()) {
      return string.text();
    }
    int at = map.lineOf(key) > 0 ? map.lineOf(key) : line;
    String problem =
        value.isNull() || value instanceof StringValue
            ? "the object has no "
                + key
                + "; add it, or start the file's name with a dot if it holds no objects"
            : key + " must be text, not " + value.describe() + "; put quotes around it";
    throw new RenderException(Code.OBJECT, file, at, problem);
  }

  private void texts(MapValue metadata, String key, String object, int line) {
    Value value = metadata.getOr(key, NullValue.NULL);
    if (value.isNull()) {
      return;
    }
    if (!(value instanceof MapValue map)) {
      throw new RenderException(
          Code.OBJECT,
          file,
          metadata.lineOf(key),
          "metadata.%s of %s must be a map, not %s".formatted(key, object, value.describe()));
    }
    for (int i = 0; i < map.size(); i++) {
      if (!(map.valueAt(i) instanceof StringValue) && !map.valueAt(i).isNull()) {
        int at = map.lineOf(map.keyAt(i));
        throw new RenderException(
            Code.OBJECT,
            file,
            at > 0 ? at : line,
            "metadata.%s[%s] of %s must be text, not %s; put quotes around it"
                .formatted(key, map.keyAt(i), object, map.valueAt(i).describe()));
      }
    }
  }
}
