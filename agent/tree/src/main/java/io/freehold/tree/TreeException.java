package io.freehold.tree;

/** A tree could not be read; the message names the path and what to do. */
public class TreeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TreeException(String message) {
    super(message);
  }

  public TreeException(String message, Throwable cause) {
    super(message, cause);
  }
}
