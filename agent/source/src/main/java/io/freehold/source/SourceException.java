package io.freehold.source;

import org.jspecify.annotations.Nullable;

/** A source could not be read; the message says what to do and holds no secret. */
public class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** The URL is not one that can be read. */
    URL(false),
    /** The credentials are incomplete or unreadable. */
    CREDENTIALS(false),
    /** The server refused the credentials, or wants some. */
    AUTH(false),
    /** The server's key is not the pinned one. */
    HOST_KEY(false),
    /** The server has no such repository, or does not show it to these credentials. */
    NOT_FOUND(false),
    /** The repository has no such branch, tag, commit or version. */
    NOT_FOUND_REF(false),
    /** There was no usable answer. */
    UNREACHABLE(true),
    /** The ref does not continue from the commit it was at. */
    HISTORY_REWRITTEN(false),
    /** An index, manifest or archive cannot be read. */
    FORMAT(false),
    /** Content is not what its digest says. */
    DIGEST(false),
    /** A signature that is demanded is missing, wrong or of a stranger. */
    SIGNATURE(false),
    /** Something is larger or slower than allowed. */
    LIMIT(false),
    /** The copy on disk is broken; the next fetch makes a new one. */
    DAMAGED(true);

    private final boolean passing;

    Code(boolean passing) {
      this.passing = passing;
    }

    /** Whether it may go away by itself. */
    public boolean passing() {
      return passing;
    }
  }

  private final Code code;

  /** An error of a source, told by who makes use of it. */
  public SourceException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** An error of a source, told by who makes use of it. */
  public SourceException(Code code, String message) {
    this(code, message, null);
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }
}
