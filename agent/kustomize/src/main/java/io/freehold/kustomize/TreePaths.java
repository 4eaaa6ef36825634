package io.freehold.kustomize;

import java.util.ArrayDeque;
import java.util.Optional;

/** Arithmetic of paths inside a tree. */
final class TreePaths {
  private TreePaths() {}

  /** A relative path from a folder, without dots; empty when it leaves the tree. */
  static Optional<String> resolve(String folder, String path) {
    var segments = new ArrayDeque<String>();
    for (String segment : (folder + "/" + path).split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (segments.pollLast() == null) {
            return Optional.empty();
          }
        }
        default -> segments.addLast(segment);
      }
    }
    return Optional.of(String.join("/", segments));
  }

  static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  static boolean isInOrBelow(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  /** The last segment. */
  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
