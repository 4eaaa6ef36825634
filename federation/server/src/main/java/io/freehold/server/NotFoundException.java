package io.freehold.server;

/** There is no such resource; the message says what is missing. */
final class NotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  NotFoundException(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  String detail() {
    return detail;
  }
}
