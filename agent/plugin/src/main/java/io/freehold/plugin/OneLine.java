package io.freehold.plugin;

/** Foreign text for messages. */
final class OneLine {
  private OneLine() {}

  /** The end of a text as one line without control characters. */
  static String tail(String text, int most) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > most ? "…" + line.substring(line.length() - most) : line;
  }
}
