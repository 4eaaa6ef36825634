package io.freehold.kustomize;

import java.util.ArrayDeque;

/** Joins paths as origins tell them: they may start with {@code ..}. */
final class OriginPaths {
  private OriginPaths() {}

  static String join(String base, String path) {
    var segments = new ArrayDeque<String>();
    for (String segment : (base + "/" + path).split("/", -1)) {
      boolean isUp = segment.equals("..");
      if (isUp && !segments.isEmpty() && !segments.getLast().equals("..")) {
        segments.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return String.join("/", segments);
  }
}
