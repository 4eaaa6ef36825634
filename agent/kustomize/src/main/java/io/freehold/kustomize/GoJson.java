package io.freehold.kustomize;

import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * JSON byte for byte as Go's encoder writes it, because hashes depend on it: sorted keys, no
 * blanks, and characters that matter in HTML escaped.
 */
final class GoJson {
  private static final int FIRST_PRINTABLE = 0x20;

  private GoJson() {}

  static String text(Value value) {
    var out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  static void append(StringBuilder out, Value value) {
    switch (value) {
      case MapValue map -> map(out, map);
      case ListValue list -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          out.append(i > 0 ? "," : "");
          append(out, list.get(i));
        }
        out.append(']');
      }
      case StringValue string -> quote(out, string.text());
      case NumberValue number -> out.append(number.json());
      case BooleanValue bool -> out.append(bool.value());
      case NullValue _ -> out.append("null");
    }
  }

  private static void map(StringBuilder out, MapValue map) {
    String[] keys = map.keys().toArray(String[]::new);
    // Bytewise, which differs from the order of UTF-16 units beyond the basic plane.
    Arrays.sort(
        keys,
        (a, b) ->
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    out.append('{');
    for (int i = 0; i < keys.length; i++) {
      out.append(i > 0 ? "," : "");
      quote(out, keys[i]);
      out.append(':');
      append(out, map.getOr(keys[i], NullValue.NULL));
    }
    out.append('}');
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(out, c);
        default -> {
          if (c < FIRST_PRINTABLE) {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u").append(HexFormat.of().toHexDigits(c));
  }
}
