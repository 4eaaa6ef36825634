package io.freehold.cli;

/** Git failures in one line. */
final class GitErrors {
  private static final int LIMIT = 400;

  private GitErrors() {}

  /** The innermost message, which is what the server or the network said. */
  static String explain(Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        said = cause.getMessage();
      }
    }
    String top = String.valueOf(failure.getMessage());
    String line = (top.contains(said) ? top : top + ": " + said).replaceAll("\\s+", " ").strip();
    if (line.contains("Server key did not validate")) {
      line = "the server shows another host key than known_hosts has; find out why before going on";
    }
    return line.length() > LIMIT ? line.substring(0, LIMIT) + "…" : line;
  }
}
