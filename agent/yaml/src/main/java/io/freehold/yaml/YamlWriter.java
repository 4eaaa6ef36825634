package io.freehold.yaml;

import java.util.HexFormat;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Writes block style YAML with sorted keys; quotes whatever any schema would read as something
 * other than this text.
 */
final class YamlWriter {
  private static final String FIRST_QUOTED = "-?:,[]{}#&*!|>'\"%@`=~ \t";

  private static final char DELETE = '\u007f';
  private static final char NO_BREAK_SPACE = '\u00a0';

  private final boolean sorted;
  private final StringBuilder out = new StringBuilder();

  /**
   * @param sorted whether keys are sorted or keep their order
   */
  YamlWriter(boolean sorted) {
    this.sorted = sorted;
  }

  String write(Value root) {
    if (isInline(root)) {
      inline(root, 0);
      out.append('\n');
    } else {
      block(root, 0);
    }
    return out.toString();
  }

  private void block(Value value, int indent) {
    switch (value) {
      case MapValue map -> map(map, indent);
      case ListValue list -> list(list, indent);
      case ScalarValue scalar -> inline(scalar, indent);
    }
  }

  private void map(MapValue map, int indent) {
    boolean first = true;
    int[] order = sorted ? map.sorted() : null;
    for (int i = 0; i < map.size(); i++) {
      int at = order == null ? i : order[i];
      if (!first) {
        pad(indent);
      }
      first = false;
      string(map.keyAt(at), indent, false);
      out.append(':');
      Value value = map.valueAt(at);
      if (isInline(value)) {
        out.append(' ');
        inline(value, indent);
        out.append('\n');
      } else if (value instanceof ListValue list) {
        out.append('\n');
        pad(indent);
        list(list, indent);
      } else {
        out.append('\n');
        pad(indent + 2);
        block(value, indent + 2);
      }
    }
  }

  private void list(ListValue list, int indent) {
    boolean first = true;
    for (Value item : list) {
      if (!first) {
        pad(indent);
      }
      first = false;
      out.append("- ");
      if (isInline(item)) {
        inline(item, indent);
        out.append('\n');
      } else {
        block(item, indent + 2);
      }
    }
  }

  private static boolean isInline(Value value) {
    return switch (value) {
      case MapValue map -> map.isEmpty();
      case ListValue list -> list.isEmpty();
      case ScalarValue _ -> true;
    };
  }

  private void inline(Value value, int indent) {
    switch (value) {
      case StringValue string -> string(string.text(), indent, true);
      case NumberValue number -> out.append(number.json());
      case BooleanValue bool -> out.append(bool.value());
      case NullValue _ -> out.append("null");
      case MapValue _ -> out.append("{}");
      case ListValue _ -> out.append("[]");
    }
  }

  private void string(String text, int indent, boolean mayBreak) {
    if (mayBreak && isLiteral(text)) {
      literal(out, text, indent, false);
    } else if (isPlain(text)) {
      out.append(text);
    } else {
      quote(out, text);
    }
  }

  private static boolean isLiteral(String text) {
    return text.indexOf('\n') > 0 && canBeBlock(text);
  }

  /** Whether a text can stand as a literal or folded block. */
  static boolean canBeBlock(String text) {
    return !text.isEmpty()
        && " \t\n".indexOf(text.charAt(0)) < 0
        && isPrintable(text)
        && text.indexOf('\r') < 0;
  }

  /** Writes a block without its last line break; folded lines are separated by empty ones. */
  static void literal(StringBuilder out, String text, int indent, boolean isFolded) {
    boolean ended = text.endsWith("\n");
    out.append(isFolded ? '>' : '|');
    if (!ended) {
      out.append('-');
    } else if (text.endsWith("\n\n")) {
      out.append('+');
    }
    String body = ended ? text.substring(0, text.length() - 1) : text;
    String[] lines = body.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      out.append('\n');
      if (isFolded && i > 0 && isFoldable(lines[i - 1]) && isFoldable(nextLine(lines, i))) {
        out.append('\n');
      }
      if (!lines[i].isEmpty()) {
        out.repeat(' ', indent + 2).append(lines[i]);
      }
    }
  }

  private static String nextLine(String[] lines, int from) {
    int i = from;
    while (i < lines.length - 1 && lines[i].isEmpty()) {
      i++;
    }
    return lines[i];
  }

  /** A line break between two such lines would become a space. */
  private static boolean isFoldable(String line) {
    return !line.isEmpty() && line.charAt(0) != ' ' && line.charAt(0) != '\t';
  }

  /** Whether a text needs no quotes. */
  static boolean isPlain(String text) {
    if (text.isEmpty()
        || (FIRST_QUOTED.indexOf(text.charAt(0)) >= 0 && !isDashWord(text))
        || text.endsWith(" ")
        || text.endsWith(":")
        || text.contains(": ")
        || text.contains(" #")
        || text.equals("<<")
        || text.startsWith("...")
        || !isPrintable(text)
        || text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == '\t')) {
      return false;
    }
    return !isOther(text);
  }

  /** Whether a text without quotes would be something other than text. */
  static boolean isOther(String text) {
    var same = new StringValue(text);
    return !same.equals(Scalars.plain(text, Schema.KUBERNETES))
        || !same.equals(Scalars.plain(text, Schema.KUSTOMIZE))
        || Timestamps.normalise(text).isPresent();
  }

  /** {@code --flag} and {@code -x} need no quotes, {@code -} and {@code ---} do. */
  private static boolean isDashWord(String text) {
    return text.charAt(0) == '-'
        && !text.startsWith("---")
        && text.length() > 1
        && text.charAt(1) != ' '
        && !text.equals("--");
  }

  /** Whether a text needs no escapes. */
  static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= DELETE && c < NO_BREAK_SPACE) || c == '\u2028' || c == '\u2029' || c == '\uFEFF') {
        return false;
      }
    }
    return StreamReader.isPrintable(text);
  }

  /** Writes a text between double quotes. */
  static void quote(StringBuilder out, String text) {
    var json = new StringBuilder();
    JsonWriter.quote(json, text);
    json.codePoints()
        .forEach(c -> {
          if (isPrintable(Character.toString(c))) {
            out.appendCodePoint(c);
          } else if (c > Character.MAX_VALUE) {
            out.append("\\U").append(HexFormat.of().toHexDigits(c));
          } else {
            out.append("\\u").append(HexFormat.of().toHexDigits((char) c));
          }
        });
  }

  private void pad(int indent) {
    out.repeat(' ', indent);
  }
}
