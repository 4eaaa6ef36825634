package io.freehold.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON that has one text per value, in the manner of RFC 8785: fields are sorted, nothing is
 * indented, and only what must be escaped is. Whole numbers are written in full, and what no
 * database and no wire format can carry (NUL, halves of surrogate pairs) becomes U+FFFD.
 */
public final class CanonicalJson {
  private static final char REPLACEMENT = '\uFFFD';

  private CanonicalJson() {}

  /**
   * The text of a value.
   *
   * @param value text, {@link Number}, {@link Boolean}, list, or map, whose empty fields are left
   *     out
   * @throws IllegalArgumentException when it is, or holds, anything else
   */
  public static String text(@Nullable Object value) {
    var into = new StringBuilder();
    write(into, value);
    return into.toString();
  }

  private static void write(StringBuilder into, @Nullable Object value) {
    switch (value) {
      case String text -> quote(into, text);
      case null -> into.append("null");
      case Number number -> into.append(number);
      case Boolean truth -> into.append(truth.booleanValue());
      case List<?> items -> {
        String before = "[";
        for (Object item : items) {
          into.append(before);
          write(into, item);
          before = ",";
        }
        into.append(items.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, item) -> {
          if (item != null) {
            sorted.put(String.valueOf(key), item);
          }
        });
        String before = "{";
        for (Map.Entry<String, Object> field : sorted.entrySet()) {
          into.append(before);
          quote(into, field.getKey());
          into.append(':');
          write(into, field.getValue());
          before = ",";
        }
        into.append(sorted.isEmpty() ? "{}" : "}");
      }
      default -> throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
    }
  }

  private static void quote(StringBuilder into, String text) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> into.append("\\\"");
        case '\\' -> into.append("\\\\");
        case '\b' -> into.append("\\b");
        case '\t' -> into.append("\\t");
        case '\n' -> into.append("\\n");
        case '\f' -> into.append("\\f");
        case '\r' -> into.append("\\r");
        case 0 -> into.append(REPLACEMENT);
        default -> {
          if (c < ' ') {
            into.append("\\u%04x".formatted((int) c));
          } else if (isPair(text, i)) {
            into.append(c).append(text.charAt(i + 1));
            i++;
          } else {
            into.append(Character.isSurrogate(c) ? REPLACEMENT : c);
          }
        }
      }
    }
    into.append('"');
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }
}
