package io.freehold.forge;

/**
 * A forge did not do what it was asked; the message says what to do next and never contains a
 * token.
 */
public final class ForgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Code {
    /** The token is missing, wrong or expired. */
    UNAUTHORIZED,
    /** The token may not administer the repository. */
    FORBIDDEN,
    /** There is no such repository, or the token may not see it. */
    REPOSITORY_NOT_FOUND,
    /** The forge refuses this key, for example because another repository uses it. */
    KEY_REFUSED,
    /** No answer. */
    UNREACHABLE,
    /** An answer that does not belong to the protocol. */
    UNEXPECTED
  }

  private final Code code;

  ForgeException(Code code, String message) {
    super(message);
    this.code = code;
  }

  ForgeException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Stable reason for programs. */
  public Code code() {
    return code;
  }
}
