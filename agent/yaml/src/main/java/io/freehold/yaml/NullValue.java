package io.freehold.yaml;

/**
 * Nothing; also what an empty document is.
 *
 * @param isBlank whether nothing at all was written, as after {@code key:}; it means the same
 */
public record NullValue(boolean isBlank) implements ScalarValue {
  /** The one to be used where nothing was read. */
  public static final NullValue NULL = new NullValue(false);

  static final NullValue BLANK = new NullValue(true);

  @Override
  public String text() {
    return "null";
  }

  @Override
  public String describe() {
    return "null";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NullValue;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
