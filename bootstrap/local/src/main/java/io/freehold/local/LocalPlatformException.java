package io.freehold.local;

/**
 * A part of the local platform could not be built or started. The message is one line and says what
 * to do next.
 */
public final class LocalPlatformException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LocalPlatformException(String message) {
    super(message);
  }

  LocalPlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
