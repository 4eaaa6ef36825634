package io.freehold.yaml;

/**
 * One immutable node of a parsed document; equal when it means the same, whatever its spelling or
 * key order.
 */
public sealed interface Value permits MapValue, ListValue, ScalarValue {
  /** What it is, for messages: {@code a map}, {@code a list}, {@code text}, {@code a number}… */
  String describe();

  /** Whether it is {@code null}. */
  default boolean isNull() {
    return this instanceof NullValue;
  }
}
