package io.freehold.health;

/** A rule that a user wrote cannot be read or evaluated; the message is one line. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with its reason. */
  ExpressionException(String message) {
    super(message);
  }
}
