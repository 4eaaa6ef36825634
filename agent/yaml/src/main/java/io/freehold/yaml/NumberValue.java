package io.freehold.yaml;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * A number. It keeps two texts: what JSON says, which decides equality, and what the author wrote.
 *
 * @param json the number in JSON, normalised: {@code 83} for {@code 0123}, {@code 1000} for {@code
 *     1e3}
 * @param text the number as it was spelled
 */
public record NumberValue(String json, String text) implements ScalarValue {
  public NumberValue {
    requireNonNull(json, "json is null");
    requireNonNull(text, "text is null");
  }

  /** An integer. */
  public static NumberValue of(long value) {
    String text = Long.toString(value);
    return new NumberValue(text, text);
  }

  /**
   * A floating point number.
   *
   * @throws IllegalArgumentException when it is not finite, which JSON cannot say
   */
  public static NumberValue of(double value) {
    String text = Scalars.json(value);
    return new NumberValue(text, text);
  }

  /** Whether it has neither fraction nor exponent. */
  public boolean isInteger() {
    return json.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
  }

  /** The exact value of {@link #json()}. */
  public BigDecimal decimal() {
    return new BigDecimal(json);
  }

  @Override
  public String describe() {
    return "a number";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberValue number && number.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }
}
