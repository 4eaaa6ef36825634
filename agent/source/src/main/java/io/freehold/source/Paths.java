package io.freehold.source;

import io.freehold.tree.TreeException;
import java.util.List;

/** Paths inside trees. */
final class Paths {
  private Paths() {}

  /**
   * Checks a path from the root of a tree and takes slashes off its ends.
   *
   * @throws TreeException when it has a segment that is empty, {@code .} or {@code ..}, or a
   *     character no path has
   */
  static String normal(String path) {
    int start = path.startsWith("/") ? 1 : 0;
    int end = path.endsWith("/") && path.length() > start ? path.length() - 1 : path.length();
    String inner = path.substring(start, end);
    if (inner.isEmpty()) {
      return "";
    }
    for (String segment : segments(inner)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new TreeException(
            "the path " + path + " leaves its folder or has an empty segment; write it plainly");
      }
    }
    if (inner.indexOf('\0') >= 0 || inner.indexOf('\\') >= 0) {
      throw new TreeException("the path " + path + " has a character that is not allowed");
    }
    return inner;
  }

  static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
