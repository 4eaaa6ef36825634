package io.freehold.kustomize;

/**
 * What one build may cost.
 *
 * @param files files read, repeated ones counted each time
 * @param bytes bytes read
 * @param objects objects at any moment
 * @param depth kustomizations inside each other
 */
public record BuildLimits(int files, long bytes, int objects, int depth) {
  /** Far above what real repositories need. */
  public static final BuildLimits DEFAULT = new BuildLimits(20_000, 256L << 20, 100_000, 64);

  public BuildLimits {
    if (files <= 0 || bytes <= 0 || objects <= 0 || depth <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
