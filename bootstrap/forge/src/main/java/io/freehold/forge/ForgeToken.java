package io.freehold.forge;

/**
 * An access token. It prints as {@code ***}, so that no message, log line or record can show it.
 */
public final class ForgeToken {
  private final String value;

  private ForgeToken(String value) {
    this.value = value;
  }

  /**
   * Wraps a token as read from a file.
   *
   * @throws IllegalArgumentException when it is empty or could break out of an HTTP header
   */
  public static ForgeToken of(String text) {
    String value = text.strip();
    if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException("the token must be one line of printable characters");
    }
    return new ForgeToken(value);
  }

  String value() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
