package io.freehold.renderworker;

import io.freehold.yaml.Json;
import io.freehold.yaml.StringValue;

/** Small forms of texts. */
final class Texts {
  private static final int LONGEST = 2000;

  private Texts() {}

  /** A text in JSON, quotes included. */
  static String json(String text) {
    return Json.text(new StringValue(text));
  }

  /** A message in one line of bounded length. */
  static String oneLine(String message) {
    String line = message.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
