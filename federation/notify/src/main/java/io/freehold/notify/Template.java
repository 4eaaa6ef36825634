package io.freehold.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A text with holes: <code>{{ CEL }}</code>. What stands in a hole is a value, never markup: it is
 * escaped for where the text goes. There is nothing else in it, so a text cannot do anything.
 */
final class Template {
  private static final int LONGEST = 4_000;
  private static final String UNKNOWN = "?";

  private final List<Object> parts;

  private Template(List<Object> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a template.
   *
   * @throws RuleException when a hole is not closed or holds no expression
   */
  static Template parse(String text, Subject subject) {
    if (text.length() > LONGEST) {
      throw new RuleException("a text has at most " + LONGEST + " characters");
    }
    List<Object> parts = new ArrayList<>();
    int at = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
      int close = text.indexOf("}}", open);
      if (close < 0) {
        throw new RuleException("a {{ is not closed by }}");
      }
      parts.add(text.substring(at, open));
      parts.add(
          Expression.value(text.substring(open + 2, close).strip(), subject, Expression.OF_TEXTS));
      at = close + 2;
    }
    parts.add(text.substring(at));
    return new Template(parts);
  }

  /** The text with values in its holes; a hole without a value is a question mark. */
  String render(Map<String, ?> values, Escape escape) {
    var text = new StringBuilder();
    for (Object part : parts) {
      if (part instanceof Expression hole) {
        text.append(escape.of(value(hole, values)));
      } else {
        text.append(part);
      }
    }
    return text.toString().strip();
  }

  private static String value(Expression hole, Map<String, ?> values) {
    try {
      return hole.text(values);
    } catch (RuleException _) {
      return UNKNOWN;
    }
  }
}
