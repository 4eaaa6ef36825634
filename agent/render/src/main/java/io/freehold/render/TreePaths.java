package io.freehold.render;

import java.util.ArrayDeque;
import java.util.Optional;

/** Paths as authors write them. */
final class TreePaths {
  private TreePaths() {}

  /**
   * A path from the root of a tree.
   *
   * @param folder what relative paths start from
   * @param path with {@code .} and {@code ..}; from the root when it starts with a slash
   * @return empty when it leads out of the tree
   */
  static Optional<String> resolve(String folder, String path) {
    var segments = new ArrayDeque<String>();
    for (String segment : (path.startsWith("/") ? path : folder + "/" + path).split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return Optional.of(String.join("/", segments));
  }

  /** The folder of a path, empty for the root. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
