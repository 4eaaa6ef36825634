package io.freehold.kustomize;

import java.util.ArrayList;
import java.util.List;

/** Splits the two kinds of paths that kustomizations use. */
final class PathSplitter {
  private PathSplitter() {}

  /** At a delimiter that has no backslash in front; a delimiter at the start is ignored. */
  static List<String> split(String path, char delimiter) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    int start = path.length() > 1 && path.charAt(0) == delimiter ? 1 : 0;
    for (int i = start; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != delimiter) {
        part.append(c);
      } else if (!part.isEmpty() && part.charAt(part.length() - 1) == '\\') {
        part.setCharAt(part.length() - 1, delimiter);
      } else {
        parts.add(part.toString());
        part.setLength(0);
      }
    }
    parts.add(part.toString());
    return List.copyOf(parts);
  }

  /**
   * At dots outside of brackets: {@code [a.b]} is the key {@code a.b}, {@code [name=a.b]} stays an
   * element selector.
   */
  static List<String> dotted(String path) {
    var split = split(path, '.');
    var parts = new ArrayList<String>();
    for (int i = 0; i < split.size(); i++) {
      String part = split.get(i);
      if (part.startsWith("[") && !part.endsWith("]")) {
        var whole = new StringBuilder(part);
        while (i + 1 < split.size() && whole.charAt(whole.length() - 1) != ']') {
          i++;
          whole.append('.').append(split.get(i));
        }
        part = whole.toString();
        if (part.indexOf('=') < 0) {
          part = part.replaceAll("^[\\[\\]]+|[\\[\\]]+$", "");
        }
      }
      parts.add(part);
    }
    return List.copyOf(parts);
  }
}
