package io.freehold.kustomize;

/** Tells file names from the texts that may stand in their place. */
final class InlineText {
  private InlineText() {}

  /** Whether an entry is an object or a patch itself, not the name of a file or folder. */
  static boolean isInline(String entry) {
    return entry.indexOf('\n') >= 0 || entry.stripLeading().startsWith("{") || entry.contains(": ");
  }
}
