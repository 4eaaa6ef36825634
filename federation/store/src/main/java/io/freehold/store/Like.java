package io.freehold.store;

/** Patterns of LIKE in which nothing but what we put there means anything. */
final class Like {
  private Like() {}

  /** What contains a text. */
  static String part(String text) {
    return "%" + escape(text) + "%";
  }

  /** What begins with a text. */
  static String beginning(String text) {
    return escape(text) + "%";
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
