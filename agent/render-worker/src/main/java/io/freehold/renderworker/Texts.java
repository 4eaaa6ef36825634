package io.freehold.renderworker;

import io.freehold.yaml.Json;
import io.freehold.yaml.StringValue;

/** Small forms of texts. */
final class Texts {
  private static final int LONGEST = 800;
  private static final int HEAD = 300;

  private Texts() {}

  /** A text in JSON, quotes included. */
  static String json(String text) {
    return Json.text(new StringValue(text));
  }

  /**
   * A message in one line of bounded length. What is too long loses its middle: errors of nested
   * templates say at the start where, and at the end why.
   */
  static String oneLine(String message) {
    String line = message.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    return line.length() <= LONGEST
        ? line
        : line.substring(0, HEAD) + " … " + line.substring(line.length() - (LONGEST - HEAD));
  }
}
