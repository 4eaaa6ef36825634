package io.freehold.server;

/** A query parameter cannot be used; the message says which and what would do. */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  BadRequestException(String detail) {
    super(detail);
    this.detail = detail;
  }

  String detail() {
    return detail;
  }
}
