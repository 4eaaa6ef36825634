package io.freehold.yaml;

/** Nothing; also what an empty document is. */
public record NullValue() implements ScalarValue {
  /** The only one needed. */
  public static final NullValue NULL = new NullValue();

  @Override
  public String text() {
    return "null";
  }

  @Override
  public String describe() {
    return "null";
  }
}
