package io.freehold.render;

import io.freehold.yaml.Limits;

/**
 * What one folder may cost.
 *
 * @param files manifest files
 * @param bytes all files together
 * @param objects objects
 * @param file limits of each file
 */
public record RenderLimits(int files, long bytes, int objects, Limits file) {
  /** Several times the largest real folders. */
  public static final RenderLimits DEFAULT =
      new RenderLimits(5_000, 64L << 20, 20_000, Limits.DEFAULT);

  public RenderLimits {
    if (files <= 0 || bytes <= 0 || objects <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
