package io.freehold.render;

/**
 * What of the cluster went into a render, and may change without a commit.
 *
 * @param facts whether its version or its kinds did
 * @param lookups whether objects did that charts looked up
 */
public record ClusterUse(boolean facts, boolean lookups) {
  /** Nothing. */
  public static final ClusterUse NONE = new ClusterUse(false, false);
}
