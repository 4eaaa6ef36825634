package io.freehold.worker;

/** A request was not answered; the message says in one line why. */
public class WorkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Code {
    /** The engine refused the input: the user's fault, and the same again when repeated. */
    FAILED,
    /** It took longer than allowed. */
    TIMEOUT,
    /** It took more memory than allowed. */
    MEMORY,
    /** The result is larger than allowed. */
    OUTPUT_LIMIT,
    /** The input is larger than allowed. */
    INPUT_LIMIT,
    /** The worker died of it. */
    CRASHED,
    /** There is no worker: it cannot be started, or the pool is closed or overloaded. */
    UNAVAILABLE
  }

  private final Code code;

  public WorkerException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public WorkerException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Why. */
  public Code code() {
    return code;
  }
}
