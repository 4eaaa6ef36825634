package io.freehold.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Patterns of which some forbid: a text is in the list when one pattern allows it and none forbids
 * it.
 */
final class PatternList {
  private static final String EVERYTHING = "*";

  private final List<NamePattern> allowed = new ArrayList<>();
  private final List<NamePattern> forbidden = new ArrayList<>();

  PatternList(List<String> patterns, char separator) {
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        add(forbidden, pattern.substring(1), separator);
      } else {
        add(allowed, pattern, separator);
      }
    }
  }

  private static void add(List<NamePattern> list, String pattern, char separator) {
    // A lone star means everything, separators included.
    list.add(new NamePattern(pattern, pattern.equals(EVERYTHING) ? NamePattern.NONE : separator));
  }

  boolean contains(String text) {
    return allowed.stream().anyMatch(pattern -> pattern.matches(text))
        && forbidden.stream().noneMatch(pattern -> pattern.matches(text));
  }
}
