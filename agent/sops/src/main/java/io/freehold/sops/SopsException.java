package io.freehold.sops;

import org.jspecify.annotations.Nullable;

/** A file cannot be decrypted; the message is one line, names the file and never holds a secret. */
public final class SopsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Code {
    /** No key is configured at all. */
    NOT_CONFIGURED,
    /** None of the keys opens the file. */
    NO_KEY,
    /** The content is not what was encrypted. */
    TAMPERED,
    /** The file is damaged or not as SOPS writes it. */
    MALFORMED,
    /** The file uses something that is not supported. */
    UNSUPPORTED,
    /** The file is larger than the limits allow. */
    LIMIT
  }

  private final Code code;

  /** An error in a file. */
  SopsException(Code code, String file, String problem) {
    super(file + ": " + problem);
    this.code = code;
  }

  /** An error in a file that another one revealed; the cause must not quote content. */
  SopsException(Code code, String file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
    this.code = code;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
