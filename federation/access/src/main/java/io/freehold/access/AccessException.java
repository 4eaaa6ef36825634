package io.freehold.access;

/** A file or an answer cannot be used; the message says what is wrong with it, for people. */
public final class AccessException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Something is wrong. */
  public AccessException(String message) {
    super(message);
  }

  /** Something is wrong, because of something else. */
  public AccessException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What is wrong. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
