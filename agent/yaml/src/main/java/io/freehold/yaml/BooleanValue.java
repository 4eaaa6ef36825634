package io.freehold.yaml;

/**
 * True or false.
 *
 * @param value the truth
 */
public record BooleanValue(boolean value) implements ScalarValue {
  /** True. */
  public static final BooleanValue TRUE = new BooleanValue(true);

  /** False. */
  public static final BooleanValue FALSE = new BooleanValue(false);

  /** The constant for a truth value. */
  public static BooleanValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  @Override
  public String text() {
    return Boolean.toString(value);
  }

  @Override
  public String describe() {
    return "a boolean";
  }
}
