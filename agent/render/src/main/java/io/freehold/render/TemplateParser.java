package io.freehold.render;

import io.freehold.render.TemplatePart.Expansion;
import io.freehold.render.TemplatePart.Literal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Flux's substitution grammar: {@code ${name}} and its operations; {@code $name} is plain
 * text and {@code $$} is a dollar sign. An argument of an operation is one text or one nested
 * expansion; only a default may mix several.
 */
final class TemplateParser {
  private static final int MAX_DEPTH = 32;
  private static final String OPEN = "${";

  private final String text;
  private int at;

  private TemplateParser(String text) {
    this.text = text;
  }

  /**
   * Reads a whole template.
   *
   * @throws SubstitutionException when an expansion is malformed
   */
  static List<TemplatePart> parse(String text) {
    return new TemplateParser(text).template();
  }

  private List<TemplatePart> template() {
    var parts = new ArrayList<TemplatePart>();
    var literal = new StringBuilder();
    while (at < text.length()) {
      if (text.startsWith(OPEN, at)) {
        flush(literal, parts);
        at += OPEN.length();
        parts.add(expansion(1));
      } else {
        at += text.startsWith("$$", at) ? 1 : 0;
        literal.append(text.charAt(at++));
      }
    }
    flush(literal, parts);
    return parts;
  }

  private static void flush(StringBuilder literal, List<TemplatePart> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private Expansion expansion(int depth) {
    if (depth > MAX_DEPTH) {
      throw new SubstitutionException(
          "expansions are nested more than %d levels deep".formatted(MAX_DEPTH));
    }
    if (peek() == '#') {
      at++;
      return closed(name(), VariableOperation.LENGTH, List.of());
    }
    String name = name();
    return switch (peek()) {
      case '}' -> closed(name, VariableOperation.VALUE, List.of());
      case ':' ->
          at + 1 < text.length() && "=-?+".indexOf(text.charAt(at + 1)) >= 0
              ? withDefault(name, 2, depth)
              : substring(name, depth);
      case '=', '-' -> withDefault(name, 1, depth);
      case ',', '^' -> closed(name, VariableOperation.ofCase(operator(",^", ",^")), List.of());
      case '/' -> replace(name, depth);
      case '#', '%' -> trim(name, depth);
      default ->
          throw malformed(
              name, "a closing brace or a known operation has to follow the variable's name");
    };
  }

  private Expansion withDefault(String name, int operatorLength, int depth) {
    at += operatorLength;
    var parts = new ArrayList<TemplatePart>();
    while (peek() != '}') {
      parts.add(argument(name, "}", false, depth));
    }
    return closed(name, VariableOperation.DEFAULT, parts);
  }

  private Expansion substring(String name, int depth) {
    at++;
    var arguments = new ArrayList<TemplatePart>();
    arguments.add(argument(name, ":}", false, depth));
    if (peek() == ':') {
      skipAll(':');
      arguments.add(argument(name, "}", false, depth));
    }
    return closed(name, VariableOperation.SUBSTRING, arguments);
  }

  private Expansion trim(String name, int depth) {
    String sign = String.valueOf(peek());
    var operation = VariableOperation.ofTrim(operator(sign, sign));
    return closed(name, operation, List.of(argument(name, "}", false, depth)));
  }

  private Expansion replace(String name, int depth) {
    var operation = VariableOperation.ofReplace(operator("/", "/#%"));
    var arguments = new ArrayList<TemplatePart>();
    arguments.add(peek() == '/' ? new Literal("") : argument(name, "/", true, depth));
    if (peek() != '/') {
      throw malformed(name, "a slash has to stand between the pattern and its replacement");
    }
    // As Flux reads it: a replacement that starts with a slash needs a backslash before it.
    skipAll('/');
    if (peek() != '}') {
      arguments.add(argument(name, "}", true, depth));
    }
    return closed(name, operation, arguments);
  }

  /** One text that ends before a stop sign or a nested expansion, or one nested expansion. */
  private TemplatePart argument(String name, String stops, boolean escapes, int depth) {
    if (text.startsWith(OPEN, at)) {
      at += OPEN.length();
      return expansion(depth + 1);
    }
    var argument = new StringBuilder();
    int start = at;
    while (at < text.length() && !text.startsWith(OPEN, at)) {
      boolean escaped = escapes && isEscape();
      if (!escaped && stops.indexOf(text.charAt(at)) >= 0) {
        break;
      }
      at += escaped ? 1 : 0;
      argument.append(text.charAt(at++));
    }
    if (at == start) {
      throw malformed(name, "an argument is missing");
    }
    return new Literal(argument.toString());
  }

  private boolean isEscape() {
    return text.startsWith("$$", at) || text.startsWith("\\/", at) || text.startsWith("\\\\", at);
  }

  /** An operator of one sign of the first set, and one of the second set if it follows. */
  private String operator(String first, String second) {
    int start = at;
    at += first.indexOf(peek()) >= 0 ? 1 : 0;
    at += at < text.length() && second.indexOf(peek()) >= 0 ? 1 : 0;
    return text.substring(start, at);
  }

  private String name() {
    int start = at;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c != '_' && !Character.isLetter(c) && !Character.isDigit(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    if (at == start) {
      throw new SubstitutionException(
          "the name of a variable has to follow ${ ; write $${ for the text itself");
    }
    return text.substring(start, at);
  }

  private Expansion closed(String name, VariableOperation operation, List<TemplatePart> arguments) {
    if (peek() != '}') {
      throw malformed(name, "it is not closed by a brace where it should be");
    }
    at++;
    return new Expansion(name, operation, arguments);
  }

  private void skipAll(char sign) {
    while (peek() == sign) {
      at++;
    }
  }

  /** The next character, or NUL at the end, which no rule accepts. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static SubstitutionException malformed(String name, String problem) {
    return new SubstitutionException(
        "the expansion of %s is malformed: %s; write $${ for the text itself"
            .formatted(name, problem));
  }
}
