package io.freehold.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for paths: those of {@link GlobPattern}, and <code>{a,b}</code> for either. Matching
 * takes time in proportion to pattern and path, whatever they are.
 */
final class Glob {
  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_ALTERNATIVES = 256;

  private final List<GlobPattern> alternatives = new ArrayList<>();

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  Glob(String pattern) {
    if (pattern.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a pattern has at most " + MAX_LENGTH + " characters");
    }
    for (String plain : braces(pattern)) {
      alternatives.add(
          GlobPattern.of(plain)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "[ without ] or a backslash at the end of " + pattern)));
    }
  }

  boolean matches(String path) {
    return path.length() <= MAX_LENGTH
        && alternatives.stream().anyMatch(one -> one.prefix(path, true).orElse(0) == path.length());
  }

  /** The pattern without braces, once for each choice. */
  private static List<String> braces(String pattern) {
    int open = find(pattern, '{', 0);
    if (open < 0) {
      return List.of(pattern);
    }
    var choices = new ArrayList<String>();
    int depth = 0;
    int start = open + 1;
    for (int i = open; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        choices.add(pattern.substring(start, i));
        var all = new ArrayList<String>();
        for (String choice : choices) {
          all.addAll(braces(pattern.substring(0, open) + choice + pattern.substring(i + 1)));
          if (all.size() > MAX_ALTERNATIVES) {
            throw new IllegalArgumentException(
                "more than " + MAX_ALTERNATIVES + " alternatives in " + pattern);
          }
        }
        return all;
      } else if (c == ',' && depth == 1) {
        choices.add(pattern.substring(start, i));
        start = i + 1;
      }
    }
    throw new IllegalArgumentException("{ without } in " + pattern);
  }

  private static int find(String text, char wanted, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }
}
