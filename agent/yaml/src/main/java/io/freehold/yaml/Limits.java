package io.freehold.yaml;

/**
 * What one file may cost.
 *
 * @param bytes size of the file
 * @param depth nesting of maps and lists
 * @param nodes values in all documents, counted after aliases are expanded
 * @param aliases uses of anchors
 */
public record Limits(int bytes, int depth, int nodes, int aliases) {
  /** Room for the largest bundles of custom resource definitions in the wild, and not much more. */
  public static final Limits DEFAULT = new Limits(16 << 20, 128, 2_000_000, 10_000);

  public Limits {
    if (bytes <= 0 || depth <= 0 || nodes <= 0 || aliases < 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
