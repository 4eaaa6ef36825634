package io.freehold.api;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern over a whole text: {@code *} stands for any text without the separator, {@code **} for
 * any text, {@code ?} for one character that is no separator, {@code [a-c]} and {@code [!a-c]} for
 * one of a class, <code>{a,b}</code> for either; a backslash takes the meaning from the next
 * character. A pattern that cannot be read matches nothing. Matching takes time in proportion to
 * pattern and text.
 */
final class NamePattern {
  /** Stands for no separator. */
  static final char NONE = '\0';

  private static final int MOST_CHOICES = 64;
  private static final int LONGEST = 2_048;

  private final char separator;
  private final List<List<Piece>> choices = new ArrayList<>();

  /** What stands at one place of a pattern. */
  private sealed interface Piece {
    boolean accepts(char c);

    default boolean repeats() {
      return false;
    }
  }

  private record Literal(char wanted) implements Piece {
    @Override
    public boolean accepts(char c) {
      return c == wanted;
    }
  }

  private record Any(char except, boolean repeats) implements Piece {
    @Override
    public boolean accepts(char c) {
      return except == NONE || c != except;
    }
  }

  private record OneOf(String members, boolean negated) implements Piece {
    @Override
    public boolean accepts(char c) {
      boolean found = false;
      for (int i = 0; i < members.length(); i += 2) {
        found |= members.charAt(i) <= c && c <= members.charAt(i + 1);
      }
      return found != negated;
    }
  }

  /**
   * @param separator what stars do not match, {@link #NONE} when they match everything
   */
  NamePattern(String pattern, char separator) {
    this.separator = separator;
    if (pattern.length() <= LONGEST) {
      try {
        for (String plain : alternatives(pattern)) {
          choices.add(pieces(plain));
        }
      } catch (IllegalArgumentException _) {
        choices.clear();
      }
    }
  }

  boolean matches(String text) {
    return text.length() <= LONGEST && choices.stream().anyMatch(choice -> matches(choice, text));
  }

  /** All places of the pattern that the text so far may have led to, at once. */
  private static boolean matches(List<Piece> pieces, String text) {
    BitSet at = new BitSet(pieces.size() + 1);
    at.set(0);
    skipStars(pieces, at);
    for (int i = 0; i < text.length() && !at.isEmpty(); i++) {
      BitSet next = new BitSet(pieces.size() + 1);
      for (int place = at.nextSetBit(0);
          place >= 0 && place < pieces.size();
          place = at.nextSetBit(place + 1)) {
        if (pieces.get(place).accepts(text.charAt(i))) {
          next.set(pieces.get(place).repeats() ? place : place + 1);
        }
      }
      skipStars(pieces, next);
      at = next;
    }
    return at.get(pieces.size());
  }

  private static void skipStars(List<Piece> pieces, BitSet at) {
    for (int place = at.nextSetBit(0); place >= 0; place = at.nextSetBit(place + 1)) {
      if (place < pieces.size() && pieces.get(place).repeats()) {
        at.set(place + 1);
      }
    }
  }

  private List<Piece> pieces(String plain) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '*' -> {
          boolean all = i + 1 < plain.length() && plain.charAt(i + 1) == '*';
          i += all ? 1 : 0;
          pieces.add(new Any(all ? NONE : separator, true));
        }
        case '?' -> pieces.add(new Any(separator, false));
        case '[' -> i = oneOf(plain, i, pieces);
        case '\\' -> pieces.add(new Literal(at(plain, ++i)));
        default -> pieces.add(new Literal(c));
      }
    }
    return pieces;
  }

  /** Returns where the class ends. */
  private static int oneOf(String plain, int open, List<Piece> pieces) {
    int i = open + 1;
    boolean negated = at(plain, i) == '!' || at(plain, i) == '^';
    i += negated ? 1 : 0;
    StringBuilder members = new StringBuilder();
    for (; at(plain, i) != ']'; i++) {
      char low = at(plain, i) == '\\' ? at(plain, ++i) : plain.charAt(i);
      char high = low;
      if (at(plain, i + 1) == '-' && at(plain, i + 2) != ']') {
        i += 2;
        high = at(plain, i) == '\\' ? at(plain, ++i) : plain.charAt(i);
      }
      members.append(low).append(high);
    }
    pieces.add(new OneOf(members.toString(), negated));
    return i;
  }

  private static char at(String text, int place) {
    if (place >= text.length()) {
      throw new IllegalArgumentException("the pattern ends too early");
    }
    return text.charAt(place);
  }

  /** The pattern without braces, once for each choice. */
  private static List<String> alternatives(String pattern) {
    int open = unescaped(pattern, '{');
    if (open < 0) {
      return List.of(pattern);
    }
    List<String> inside = new ArrayList<>();
    int depth = 0;
    int start = open + 1;
    for (int i = open; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == ',' && depth == 1) {
        inside.add(pattern.substring(start, i));
        start = i + 1;
      } else if (c == '}' && --depth == 0) {
        inside.add(pattern.substring(start, i));
        return all(pattern.substring(0, open), inside, pattern.substring(i + 1));
      }
    }
    throw new IllegalArgumentException("a brace is not closed");
  }

  private static List<String> all(String before, List<String> inside, String after) {
    List<String> all = new ArrayList<>();
    for (String choice : inside) {
      all.addAll(alternatives(before + choice + after));
      if (all.size() > MOST_CHOICES) {
        throw new IllegalArgumentException("too many choices");
      }
    }
    return all;
  }

  private static int unescaped(String text, char wanted) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }
}
