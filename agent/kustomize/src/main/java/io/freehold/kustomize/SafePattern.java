package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression from a kustomization, with a bound on the work that one match may take. */
final class SafePattern {
  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_LENGTH = 4_096;

  private final String text;
  private final Pattern pattern;

  private SafePattern(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /** Matches whole texts. */
  static SafePattern whole(String text) {
    return compile(text, "^(?:" + text + ")$");
  }

  static SafePattern compile(String text) {
    return compile(text, text);
  }

  private static SafePattern compile(String text, String expression) {
    if (text.length() > MAX_LENGTH) {
      throw new KustomizeException(
          Code.LIMIT, "a regular expression is longer than " + MAX_LENGTH + " characters");
    }
    try {
      return new SafePattern(text, Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new KustomizeException(
          Code.FIELD, "'" + text + "' is not a regular expression: " + e.getDescription(), e);
    }
  }

  /** Whether it is found in a text. */
  boolean find(String input) {
    try {
      return pattern.matcher(new Counted(input)).find();
    } catch (StackOverflowError | TooManyStepsException e) {
      throw tooExpensive(e);
    }
  }

  private KustomizeException tooExpensive(Throwable cause) {
    return new KustomizeException(
        Code.LIMIT, "the regular expression '" + text + "' takes too long; simplify it", cause);
  }

  private static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super("too many steps", null, false, false);
    }
  }

  /** Counts how often the matcher looks at a character, which is what backtracking multiplies. */
  private static final class Counted implements CharSequence {
    private final CharSequence text;
    private int steps;

    Counted(CharSequence text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
