package io.freehold.store;

/** The database did not do what was asked. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can be done about it. */
  public enum Code {
    /** The database cannot be reached or is overloaded; trying again may help. */
    UNAVAILABLE,
    /** The data itself is refused; trying again will not help. */
    BAD_DATA,
    /** The database cannot be started or set up; somebody has to look. */
    SETUP
  }

  private final Code code;

  StoreException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  StoreException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** The kind of failure. */
  public Code code() {
    return code;
  }
}
