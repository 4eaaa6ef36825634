package io.freehold.plugin;

/** A plugin gave no result; the message says in one line why. */
public class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Code {
    /** Its commands refused the folder. */
    FAILED,
    /** The folder, the result or the time it takes is larger than allowed. */
    LIMIT,
    /** What is to be sent is no plain folder. */
    INPUT,
    /** There is no such plugin now, or it breaks off or says what is no answer. */
    UNAVAILABLE
  }

  private final Code code;

  public PluginException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public PluginException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Why. */
  public Code code() {
    return code;
  }
}
