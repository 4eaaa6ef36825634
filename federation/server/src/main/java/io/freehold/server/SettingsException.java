package io.freehold.server;

/** The environment cannot be used; the message names the variable. */
final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}
