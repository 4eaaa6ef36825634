package io.freehold.render;

import io.freehold.render.TemplatePart.Expansion;
import io.freehold.render.TemplatePart.Literal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Fills in one template; for one thread, used once. */
final class VariableExpander {
  private final Map<String, String> variables;
  private final boolean strict;
  private final SubstitutionLimits limits;
  private long steps;

  VariableExpander(Map<String, String> variables, boolean strict, SubstitutionLimits limits) {
    this.variables = variables;
    this.strict = strict;
    this.limits = limits;
    this.steps = limits.steps();
  }

  String expand(List<TemplatePart> parts) {
    var out = new StringBuilder();
    for (TemplatePart part : parts) {
      String text = text(part);
      bounded((long) out.length() + text.length());
      out.append(text);
    }
    return out.toString();
  }

  private String text(TemplatePart part) {
    return switch (part) {
      case Literal literal -> literal.text();
      case Expansion expansion -> expansion(expansion);
    };
  }

  private String expansion(Expansion expansion) {
    var arguments = new ArrayList<String>();
    for (TemplatePart argument : expansion.arguments()) {
      arguments.add(text(argument));
    }
    String value = variables.get(expansion.variable());
    if (value == null) {
      if (strict && !expansion.operation().acceptsUnset()) {
        throw new SubstitutionException(
            "variable %s is not set; set it, give it a default (${%1$s:-…}) or write $${%1$s} for the text itself"
                .formatted(expansion.variable()));
      }
      value = "";
    }
    return apply(expansion, value, arguments);
  }

  private String apply(Expansion expansion, String value, List<String> arguments) {
    return switch (expansion.operation()) {
      case VALUE -> value;
      case LENGTH -> String.valueOf(value.getBytes(StandardCharsets.UTF_8).length);
      case UPPER -> mapped(value, value.length(), true);
      case UPPER_FIRST -> mapped(value, 1, true);
      case LOWER -> mapped(value, value.length(), false);
      case LOWER_FIRST -> mapped(value, 1, false);
      case DEFAULT -> value.isEmpty() ? joined(arguments) : value;
      case SUBSTRING -> substring(expansion.variable(), value, arguments);
      case TRIM_SHORTEST_PREFIX -> value.substring(prefix(value, arguments.getFirst(), false));
      case TRIM_LONGEST_PREFIX -> value.substring(prefix(value, arguments.getFirst(), true));
      case TRIM_SHORTEST_SUFFIX -> withoutSuffix(value, arguments.getFirst(), false);
      case TRIM_LONGEST_SUFFIX -> withoutSuffix(value, arguments.getFirst(), true);
      case REPLACE_FIRST -> replaceFirst(value, arguments.getFirst(), replacement(arguments));
      case REPLACE_ALL -> replaceAll(value, arguments.getFirst(), replacement(arguments));
      // As Flux: without a replacement these two leave the value alone.
      case REPLACE_PREFIX ->
          arguments.size() == 2 && value.startsWith(arguments.getFirst())
              ? arguments.getLast() + value.substring(arguments.getFirst().length())
              : value;
      case REPLACE_SUFFIX ->
          arguments.size() == 2 && value.endsWith(arguments.getFirst())
              ? value.substring(0, value.length() - arguments.getFirst().length())
                  + arguments.getLast()
              : value;
    };
  }

  private static String replacement(List<String> arguments) {
    return arguments.size() == 2 ? arguments.getLast() : "";
  }

  private String joined(List<String> arguments) {
    bounded(arguments.stream().mapToLong(String::length).sum());
    return String.join("", arguments);
  }

  /** The first code points in another case, each by itself, so that lengths in code points stay. */
  private static String mapped(String value, int count, boolean upper) {
    var out = new StringBuilder(value.length());
    int done = 0;
    int at = 0;
    for (; at < value.length() && done < count; done++) {
      int sign = value.codePointAt(at);
      out.appendCodePoint(upper ? Character.toUpperCase(sign) : Character.toLowerCase(sign));
      at += Character.charCount(sign);
    }
    return out.append(value, at, value.length()).toString();
  }

  /** Counts in bytes of UTF-8, as Flux; a position that is no number gives the whole value. */
  private static String substring(String variable, String value, List<String> arguments) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    OptionalInt offset = number(arguments.getFirst());
    OptionalInt length =
        arguments.size() == 2 ? number(arguments.getLast()) : OptionalInt.of(bytes.length);
    if (offset.isEmpty() || length.isEmpty()) {
      return value;
    }
    long from =
        offset.getAsInt() < 0
            ? Math.max(0, (long) bytes.length + offset.getAsInt())
            : Math.min(offset.getAsInt(), bytes.length);
    long to =
        length.getAsInt() < 0
            ? (long) bytes.length + length.getAsInt()
            : Math.min(from + length.getAsInt(), bytes.length);
    if (to <= from) {
      return "";
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, (int) from, (int) (to - from)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new SubstitutionException(
          "the part of %s that is asked for starts or ends inside of a character; positions count bytes of UTF-8"
              .formatted(variable));
    }
  }

  private static OptionalInt number(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private int prefix(String value, String pattern, boolean longest) {
    return GlobPattern.of(pattern)
        .map(glob -> counted(glob, value).prefix(value, longest).orElse(0))
        .orElse(0);
  }

  private String withoutSuffix(String value, String pattern, boolean longest) {
    int length =
        GlobPattern.of(pattern)
            .map(glob -> counted(glob, value).suffix(value, longest).orElse(0))
            .orElse(0);
    return value.substring(0, value.length() - length);
  }

  private GlobPattern counted(GlobPattern glob, String value) {
    steps -= glob.steps(value.length());
    if (steps < 0) {
      throw new SubstitutionException(
          "the patterns take more than %d steps; use shorter ones".formatted(limits.steps()));
    }
    return glob;
  }

  private static String replaceFirst(String value, String text, String replacement) {
    int at = value.indexOf(text);
    return at < 0
        ? value
        : value.substring(0, at) + replacement + value.substring(at + text.length());
  }

  private String replaceAll(String value, String text, String replacement) {
    var out = new StringBuilder();
    int done = 0;
    for (int at = value.indexOf(text); at >= 0; at = next(value, text, at)) {
      bounded((long) out.length() + at - done + replacement.length());
      out.append(value, done, at).append(replacement);
      done = at + text.length();
    }
    bounded((long) out.length() + value.length() - done);
    return out.append(value, done, value.length()).toString();
  }

  /** Where the text stands next; the empty text stands before every character and at the end. */
  private static int next(String value, String text, int at) {
    if (!text.isEmpty()) {
      return value.indexOf(text, at + text.length());
    }
    return at == value.length() ? -1 : value.offsetByCodePoints(at, 1);
  }

  private void bounded(long length) {
    if (length > limits.output()) {
      throw new SubstitutionException(
          "the result is longer than %d characters".formatted(limits.output()));
    }
  }
}
