package io.freehold.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * A shell pattern over a whole text, slashes included: {@code *}, {@code ?}, {@code [a-z]}, {@code
 * [^a-z]} and {@code \} before a sign that means itself. Matching takes one pass over the text.
 */
final class GlobPattern {
  /** A piece that matches one code point, or any number of them when it is a star. */
  private record Piece(boolean star, IntPredicate accepts) {}

  private static final Piece STAR = new Piece(true, _ -> true);

  private final List<Piece> pieces;

  private GlobPattern(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /** Reads a pattern; empty when it is malformed. */
  static Optional<GlobPattern> of(String pattern) {
    int[] signs = pattern.codePoints().toArray();
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < signs.length; i++) {
      switch (signs[i]) {
        case '*' -> {
          if (pieces.isEmpty() || !pieces.getLast().star()) {
            pieces.add(STAR);
          }
        }
        case '?' -> pieces.add(new Piece(false, _ -> true));
        case '[' -> {
          var set = new SignSet();
          i = set.read(signs, i + 1);
          if (i < 0) {
            return Optional.empty();
          }
          pieces.add(new Piece(false, set));
        }
        case '\\' -> {
          if (++i == signs.length) {
            return Optional.empty();
          }
          pieces.add(literal(signs[i]));
        }
        default -> pieces.add(literal(signs[i]));
      }
    }
    return Optional.of(new GlobPattern(pieces));
  }

  private static Piece literal(int sign) {
    return new Piece(false, other -> other == sign);
  }

  /** Steps that matching a text takes at most. */
  long steps(int length) {
    return (pieces.size() + 1L) * (length + 1L);
  }

  /** Length in chars of the shortest or longest non-empty prefix that matches. */
  OptionalInt prefix(String text, boolean longest) {
    return match(pieces, text.codePoints().toArray(), longest);
  }

  /** Length in chars of the shortest or longest non-empty suffix that matches. */
  OptionalInt suffix(String text, boolean longest) {
    int[] signs = text.codePoints().toArray();
    for (int i = 0, j = signs.length - 1; i < j; i++, j--) {
      int sign = signs[i];
      signs[i] = signs[j];
      signs[j] = sign;
    }
    var reversed = new ArrayList<>(pieces);
    Collections.reverse(reversed);
    return match(reversed, signs, longest);
  }

  private static OptionalInt match(List<Piece> pieces, int[] signs, boolean longest) {
    boolean[] reached = closure(pieces, new boolean[pieces.size() + 1], 0);
    int chars = 0;
    int found = 0;
    for (int sign : signs) {
      boolean[] next = new boolean[pieces.size() + 1];
      boolean alive = false;
      for (int i = 0; i < pieces.size(); i++) {
        if (reached[i] && pieces.get(i).accepts().test(sign)) {
          closure(pieces, next, pieces.get(i).star() ? i : i + 1);
          alive = true;
        }
      }
      if (!alive) {
        break;
      }
      reached = next;
      chars += Character.charCount(sign);
      if (reached[pieces.size()]) {
        found = chars;
        if (!longest) {
          break;
        }
      }
    }
    return found == 0 ? OptionalInt.empty() : OptionalInt.of(found);
  }

  /** Marks a position, and the one after it when a star stands there, which may match nothing. */
  private static boolean[] closure(List<Piece> pieces, boolean[] reached, int position) {
    reached[position] = true;
    if (position < pieces.size() && pieces.get(position).star()) {
      reached[position + 1] = true;
    }
    return reached;
  }

  /** The signs between brackets. */
  private static final class SignSet implements IntPredicate {
    private int[] bounds = new int[0];
    private boolean negated;

    /** Reads up to the closing bracket and answers its position, or -1. */
    int read(int[] signs, int start) {
      int i = start;
      if (i < signs.length && (signs[i] == '^' || signs[i] == '!')) {
        negated = true;
        i++;
      }
      while (i < signs.length && (signs[i] != ']' || bounds.length == 0)) {
        i += signs[i] == '\\' ? 1 : 0;
        if (i >= signs.length) {
          return -1;
        }
        int low = signs[i++];
        int high = low;
        if (i + 1 < signs.length && signs[i] == '-' && signs[i + 1] != ']') {
          i += signs[i + 1] == '\\' ? 2 : 1;
          if (i >= signs.length) {
            return -1;
          }
          high = signs[i++];
        }
        bounds = Arrays.copyOf(bounds, bounds.length + 2);
        bounds[bounds.length - 2] = low;
        bounds[bounds.length - 1] = high;
      }
      return i < signs.length ? i : -1;
    }

    @Override
    public boolean test(int sign) {
      boolean inside = false;
      for (int i = 0; i < bounds.length; i += 2) {
        inside |= sign >= bounds[i] && sign <= bounds[i + 1];
      }
      return inside != negated;
    }
  }
}
