package io.freehold.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for paths: {@code *} and {@code **} stand for any text, slashes included, {@code ?} for
 * one character, {@code [a-z]} and {@code [!a-z]} for one of a set, {@code {a,b}} for either; a
 * backslash takes the next character as it is. Matching takes time in proportion to pattern and
 * path, whatever they are.
 */
final class Glob {
  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_ALTERNATIVES = 256;

  private final List<List<Piece>> alternatives = new ArrayList<>();

  private sealed interface Piece {
    record Star() implements Piece {}

    record One(String set, boolean negated) implements Piece {
      boolean matches(char c) {
        return set.isEmpty() || contains(c) != negated;
      }

      private boolean contains(char c) {
        for (int i = 0; i < set.length(); i += 2) {
          if (c >= set.charAt(i) && c <= set.charAt(i + 1)) {
            return true;
          }
        }
        return false;
      }
    }
  }

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
      alternatives.add(pieces(plain));
    }
  }

  boolean matches(String path) {
    return path.length() <= MAX_LENGTH
        && alternatives.stream().anyMatch(pieces -> matches(pieces, path));
  }

  /** Only the last star needs to be tried again: the ones before have matched as little as can. */
  private static boolean matches(List<Piece> pieces, String path) {
    int piece = 0;
    int at = 0;
    int star = -1;
    int tried = 0;
    while (at < path.length()) {
      if (piece < pieces.size() && pieces.get(piece) instanceof Piece.Star) {
        star = piece++;
        tried = at;
      } else if (piece < pieces.size()
          && pieces.get(piece) instanceof Piece.One one
          && one.matches(path.charAt(at))) {
        piece++;
        at++;
      } else if (star >= 0) {
        piece = star + 1;
        at = ++tried;
      } else {
        return false;
      }
    }
    while (piece < pieces.size() && pieces.get(piece) instanceof Piece.Star) {
      piece++;
    }
    return piece == pieces.size();
  }

  private static List<Piece> pieces(String pattern) {
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '*' -> {
          if (pieces.isEmpty() || !(pieces.getLast() instanceof Piece.Star)) {
            pieces.add(new Piece.Star());
          }
        }
        case '?' -> pieces.add(new Piece.One("", false));
        case '[' -> {
          int end = pattern.indexOf(']', i + 2);
          if (end < 0) {
            throw new IllegalArgumentException("[ without ] in " + pattern);
          }
          pieces.add(set(pattern.substring(i + 1, end)));
          i = end;
        }
        case '\\' -> {
          i++;
          if (i == pattern.length()) {
            throw new IllegalArgumentException("a backslash at the end of " + pattern);
          }
          pieces.add(literal(pattern.charAt(i)));
        }
        default -> pieces.add(literal(c));
      }
    }
    return pieces;
  }

  private static Piece set(String inside) {
    boolean negated = inside.startsWith("!") || inside.startsWith("^");
    String members = negated ? inside.substring(1) : inside;
    var ranges = new StringBuilder();
    for (int i = 0; i < members.length(); i++) {
      boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
      ranges.append(members.charAt(i)).append(members.charAt(range ? i + 2 : i));
      i += range ? 2 : 0;
    }
    return new Piece.One(ranges.toString(), negated);
  }

  private static Piece literal(char c) {
    return new Piece.One("" + c + c, false);
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
