package io.freehold.cli;

/**
 * Something that the person at the keyboard has to know; the message is one line or a short text,
 * and says what to do next.
 */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  /** A failure with its exit code. */
  public CliException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /** A failure with its exit code and cause. */
  public CliException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What the process exits with. */
  public ExitCode code() {
    return code;
  }
}
