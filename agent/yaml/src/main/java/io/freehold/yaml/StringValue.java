package io.freehold.yaml;

import static java.util.Objects.requireNonNull;

/**
 * Text.
 *
 * @param text the text
 */
public record StringValue(String text) implements ScalarValue {
  public StringValue {
    requireNonNull(text, "text is null");
  }

  @Override
  public String describe() {
    return "text";
  }
}
