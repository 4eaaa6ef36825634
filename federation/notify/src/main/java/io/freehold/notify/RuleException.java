package io.freehold.notify;

/** Rules cannot be used; the message names file and field and says what is wrong. */
public final class RuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RuleException(String message) {
    super(message);
  }
}
