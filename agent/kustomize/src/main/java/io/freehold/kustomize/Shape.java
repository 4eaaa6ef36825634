package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a configuration may look like. Reading checks it and gives it back with the exact names of
 * its fields, which may be written in any case, and without fields that are null.
 */
final class Shape {
  private enum Kind {
    TEXT,
    FLAG,
    INTEGER,
    ANY,
    LIST,
    MAP,
    OBJECT
  }

  static final Shape TEXT = new Shape(Kind.TEXT, Map.of(), null);
  static final Shape FLAG = new Shape(Kind.FLAG, Map.of(), null);
  static final Shape INTEGER = new Shape(Kind.INTEGER, Map.of(), null);
  static final Shape ANY = new Shape(Kind.ANY, Map.of(), null);

  private final Kind kind;
  private final Map<String, Shape> fields;
  private final Map<String, String> names;
  private final @org.jspecify.annotations.Nullable Shape item;

  private Shape(
      Kind kind, Map<String, Shape> fields, @org.jspecify.annotations.Nullable Shape item) {
    this.kind = kind;
    this.fields = fields;
    this.item = item;
    var lower = new LinkedHashMap<String, String>();
    fields.keySet().forEach(name -> lower.put(name.toLowerCase(Locale.ROOT), name));
    this.names = lower;
  }

  static Shape list(Shape item) {
    return new Shape(Kind.LIST, Map.of(), item);
  }

  /** A map with any keys. */
  static Shape map(Shape value) {
    return new Shape(Kind.MAP, Map.of(), value);
  }

  /** A map with known fields: names and shapes in turn. */
  static Shape object(Object... namesAndShapes) {
    var fields = new LinkedHashMap<String, Shape>();
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      fields.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
    }
    return new Shape(Kind.OBJECT, fields, null);
  }

  /** This object with more fields. */
  Shape and(Shape other) {
    var all = new LinkedHashMap<>(fields);
    all.putAll(other.fields);
    return new Shape(Kind.OBJECT, all, null);
  }

  /** Reads a kustomization: unknown fields and numbers where text belongs are errors. */
  MapValue strict(Value value, String file) {
    return new Reader(file, true).object(this, value, "", 0);
  }

  /** Reads the configuration of a plugin: what is unknown is left out, scalars become text. */
  MapValue lenient(Value value, String file) {
    return new Reader(file, false).object(this, value, "", 0);
  }

  private record Reader(String file, boolean strict) {
    Value read(Shape shape, Value value, String path, int line) {
      return switch (shape.kind) {
        case ANY -> value;
        case TEXT -> text(value, path, line);
        case FLAG -> {
          if (value instanceof BooleanValue) {
            yield value;
          }
          throw wrong("true or false", value, path, line);
        }
        case INTEGER -> {
          if (value instanceof NumberValue number && number.isInteger()) {
            yield value;
          }
          throw wrong("a whole number", value, path, line);
        }
        case LIST -> list(shape, value, path, line);
        case MAP -> map(shape, value, path, line);
        case OBJECT -> object(shape, value, path, line);
      };
    }

    private Value text(Value value, String path, int line) {
      if (value instanceof StringValue) {
        return value;
      }
      if (!strict && value instanceof ScalarValue scalar) {
        return new StringValue(scalar.text());
      }
      throw wrong("text", value, path, line);
    }

    private Value list(Shape shape, Value value, String path, int line) {
      if (!(value instanceof ListValue list)) {
        throw wrong("a list", value, path, line);
      }
      var items = new ArrayList<Value>(list.size());
      for (int i = 0; i < list.size(); i++) {
        Value item = list.get(i);
        if (!item.isNull()) {
          int itemLine = item instanceof MapValue map && map.line() > 0 ? map.line() : line;
          items.add(read(shape.itemShape(), item, path + "[" + i + "]", itemLine));
        } else if (shape.itemShape().kind == Kind.TEXT) {
          items.add(new StringValue(""));
        } else {
          items.add(MapValue.empty());
        }
      }
      return ListValue.of(items);
    }

    private Value map(Shape shape, Value value, String path, int line) {
      if (!(value instanceof MapValue map)) {
        throw wrong("a map", value, path, line);
      }
      var builder = MapValue.builder();
      for (int i = 0; i < map.size(); i++) {
        String key = map.keyAt(i);
        Value item = map.valueAt(i);
        builder.put(
            key,
            item.isNull()
                ? new StringValue("")
                : read(shape.itemShape(), item, join(path, key), lineOf(map, key, line)));
      }
      return builder.build();
    }

    MapValue object(Shape shape, Value value, String path, int line) {
      if (!(value instanceof MapValue map)) {
        throw wrong("a map", value, path, line);
      }
      var builder = MapValue.builder();
      for (int i = 0; i < map.size(); i++) {
        String key = map.keyAt(i);
        String name = shape.names.get(key.toLowerCase(Locale.ROOT));
        if (name == null) {
          if (strict) {
            throw unknown(shape, key, path, lineOf(map, key, line));
          }
        } else if (!map.valueAt(i).isNull()) {
          Shape field = java.util.Objects.requireNonNull(shape.fields.get(name));
          builder.put(name, read(field, map.valueAt(i), join(path, name), lineOf(map, key, line)));
        }
      }
      return builder.build();
    }

    private KustomizeException unknown(Shape shape, String key, String path, int line) {
      String hint =
          Nearest.to(key, List.copyOf(shape.fields.keySet()))
              .map(name -> "; did you mean " + name + "?")
              .orElse("; known here: " + String.join(", ", shape.fields.keySet()));
      return new KustomizeException(
          Code.KUSTOMIZATION, place(line) + "unknown field " + join(path, key) + hint);
    }

    private KustomizeException wrong(String expected, Value value, String path, int line) {
      boolean quotes = expected.equals("text") && value instanceof ScalarValue;
      return new KustomizeException(
          Code.KUSTOMIZATION,
          place(line)
              + (path.isEmpty() ? "the file" : path)
              + " must be "
              + expected
              + ", not "
              + value.describe()
              + (quotes ? "; put quotes around it" : ""));
    }

    private String place(int line) {
      return file + (line > 0 ? ":" + line : "") + ": ";
    }

    private static int lineOf(MapValue map, String key, int line) {
      int own = map.lineOf(key);
      return own > 0 ? own : line;
    }

    private static String join(String path, String key) {
      return path.isEmpty() ? key : path + "." + key;
    }
  }

  private Shape itemShape() {
    return java.util.Objects.requireNonNull(item, "a list or map has an item shape");
  }
}
