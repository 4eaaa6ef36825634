package io.freehold.kustomize;

/** What a generated map does when its name exists already. */
enum Behavior {
  CREATE,
  REPLACE,
  MERGE;

  static Behavior of(String text) {
    return switch (text) {
      case "replace" -> REPLACE;
      case "merge" -> MERGE;
      default -> CREATE;
    };
  }
}
