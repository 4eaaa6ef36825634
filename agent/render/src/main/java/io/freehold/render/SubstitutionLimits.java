package io.freehold.render;

/**
 * What the substitution of one text may cost.
 *
 * @param input characters of the text
 * @param output characters of the result, and of every value on the way
 * @param steps comparisons of pattern pieces with characters
 */
public record SubstitutionLimits(int input, int output, long steps) {
  /** Larger than any object that an API server takes. */
  public static final SubstitutionLimits DEFAULT =
      new SubstitutionLimits(4 << 20, 4 << 20, 200_000_000);

  public SubstitutionLimits {
    if (input <= 0 || output <= 0 || steps <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
