package io.freehold.server;

/** The caller may not do this. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  private RefusedException(boolean unknown, String detail) {
    super(detail);
    this.unknown = unknown;
  }

  /** Who asks is not known: signing in may help. */
  static RefusedException unknown(String detail) {
    return new RefusedException(true, detail);
  }

  /** Who asks is known and has no right to it. */
  static RefusedException forbidden(String detail) {
    return new RefusedException(false, detail);
  }

  /** Whether signing in may help. */
  boolean unknown() {
    return unknown;
  }

  /** What to do, for the caller. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
