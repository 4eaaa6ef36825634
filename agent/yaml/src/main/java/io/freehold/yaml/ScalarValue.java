package io.freehold.yaml;

/** A value without parts. */
public sealed interface ScalarValue extends Value
    permits StringValue, NumberValue, BooleanValue, NullValue {
  /** The text without quotes: for a number as it was spelled, for null {@code null}. */
  String text();
}
