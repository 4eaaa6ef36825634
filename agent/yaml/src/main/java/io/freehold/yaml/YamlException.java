package io.freehold.yaml;

/**
 * A file could not be read; the message starts with {@code file:line:column} and never quotes
 * values.
 */
public class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Code {
    /** Not YAML or JSON. */
    SYNTAX,
    /** Not UTF-8. */
    ENCODING,
    /** A key stands twice in one map. */
    DUPLICATE_KEY,
    /** A key that is not a scalar, or null. */
    KEY,
    /** An alias without anchor, or inside its own anchor. */
    ALIAS,
    /** A value that its tag or JSON does not allow. */
    VALUE,
    /** Larger than {@link Limits} allow. */
    LIMIT
  }

  private final Code code;
  private final String file;
  private final int line;
  private final int column;

  YamlException(Code code, String file, int line, int column, String problem) {
    super(file + ":" + line + ":" + column + ": " + problem);
    this.code = code;
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }

  /** The file, as the caller named it. */
  public String file() {
    return file;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The column, from 1. */
  public int column() {
    return column;
  }
}
