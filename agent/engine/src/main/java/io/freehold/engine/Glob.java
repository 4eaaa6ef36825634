package io.freehold.engine;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns for names: {@code *} and {@code **} stand for any text, {@code ?} for one character,
 * {@code [a-c]} and {@code [!a]} for one of a class, <code>{a,b}</code> for either, a backslash
 * takes the meaning from the next character. A pattern that cannot be read matches nothing.
 */
public final class Glob {
  private static final String LITERAL = "\\^$.|+()";

  private Glob() {}

  /** Whether a pattern matches a whole text. */
  public static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(expression(pattern), Pattern.DOTALL).matcher(text).matches();
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  private static String expression(String pattern) {
    StringBuilder expression = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        // Repeated stars mean the same as one, and many of them would take the matcher long.
        case '*' -> {
          if (!expression.toString().endsWith(".*")) {
            expression.append(".*");
          }
        }
        case '?' -> expression.append('.');
        case '{' -> {
          depth++;
          expression.append("(?:");
        }
        case '}' -> {
          expression.append(depth > 0 ? ")" : "\\}");
          depth = Math.max(0, depth - 1);
        }
        case ',' -> expression.append(depth > 0 ? '|' : ',');
        case '[' -> expression.append('[');
        case '!' -> expression.append(i > 0 && pattern.charAt(i - 1) == '[' ? '^' : '!');
        case '\\' -> {
          i++;
          if (i < pattern.length()) {
            expression.append(Pattern.quote(pattern.substring(i, i + 1)));
          }
        }
        default -> expression.append(LITERAL.indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      }
    }
    return expression.toString();
  }
}
