package io.freehold.render;

/** A text with variables cannot be filled in; the message holds names and never values. */
public final class SubstitutionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with what to do about it. */
  SubstitutionException(String message) {
    super(message);
  }
}
