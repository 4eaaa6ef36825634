package io.freehold.yaml;

import java.util.HexFormat;

/** Appends values as compact JSON. */
final class JsonWriter {
  private static final int FIRST_PRINTABLE = 0x20;

  private final boolean sorted;
  private final StringBuilder out = new StringBuilder();

  JsonWriter(boolean sorted) {
    this.sorted = sorted;
  }

  String text() {
    return out.toString();
  }

  void write(Value value) {
    switch (value) {
      case MapValue map -> map(map);
      case ListValue list -> list(list);
      case StringValue string -> quote(out, string.text());
      case NumberValue number -> out.append(number.json());
      case BooleanValue bool -> out.append(bool.value());
      case NullValue _ -> out.append("null");
    }
  }

  private void map(MapValue map) {
    out.append('{');
    int[] order = sorted ? map.sorted() : new int[0];
    for (int i = 0; i < map.size(); i++) {
      int at = sorted ? order[i] : i;
      if (i > 0) {
        out.append(',');
      }
      quote(out, map.keyAt(at));
      out.append(':');
      write(map.valueAt(at));
    }
    out.append('}');
  }

  private void list(ListValue list) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(list.get(i));
    }
    out.append(']');
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_PRINTABLE && c != '"' && c != '\\') {
        continue;
      }
      out.append(text, written, i);
      written = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> out.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    out.append(text, written, text.length()).append('"');
  }
}
