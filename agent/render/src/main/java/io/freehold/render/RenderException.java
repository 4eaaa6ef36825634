package io.freehold.render;

import org.jspecify.annotations.Nullable;

/**
 * A folder could not be rendered; the message names the place and what to do, and quotes no values.
 */
public class RenderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Code {
    /** There is no such folder; an empty folder is not an error. */
    NO_FOLDER,
    /** The folder is for a tool that this version does not have. */
    UNSUPPORTED,
    /** A file is not valid YAML or JSON. */
    SYNTAX,
    /** A document is not a Kubernetes object. */
    OBJECT,
    /** Two documents are the same object. */
    DUPLICATE,
    /** A symbolic link or submodule stands where a file or folder is expected. */
    LINK,
    /** There is more than the limits allow. */
    LIMIT,
    /** The tool refused the folder. */
    BUILD,
    /** A file is encrypted and cannot be decrypted. */
    DECRYPTION,
    /** The tree could not be read; not the folder's fault. */
    SOURCE
  }

  private final Code code;
  private final String file;
  private final int line;

  /**
   * An error at a place.
   *
   * @param file file or folder from the root of the repository
   * @param line line from 1, 0 when there is none
   */
  public RenderException(
      Code code, String file, int line, String problem, @Nullable Throwable cause) {
    super((file.isEmpty() ? "/" : file) + (line == 0 ? "" : ":" + line) + ": " + problem, cause);
    this.code = code;
    this.file = file;
    this.line = line;
  }

  /** An error at a place. */
  public RenderException(Code code, String file, int line, String problem) {
    this(code, file, line, problem, null);
  }

  private RenderException(Code code, String file, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.file = file;
    this.line = 0;
  }

  /** An error of a tool whose message says the place itself. */
  static RenderException told(Code code, String file, Throwable cause) {
    return new RenderException(code, file, String.valueOf(cause.getMessage()), cause);
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }

  /** The file or folder, from the root of the repository. */
  public String file() {
    return file;
  }

  /** The line, from 1; 0 when there is none. */
  public int line() {
    return line;
  }
}
