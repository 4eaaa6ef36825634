package io.freehold.engine;

import java.util.Arrays;

/**
 * What is remembered of an object after it was applied: which fields were ours, and a hash of each
 * of their values and of the order of our list items. It holds no value, costs a few hundred bytes,
 * and is compared with every later event by {@link DriftDetector#compare}.
 */
public final class Fingerprint {
  private final OwnedFields fields;
  private final long[] hashes;
  private final String resourceVersion;
  private final String apiVersion;

  Fingerprint(OwnedFields fields, long[] hashes, String resourceVersion, String apiVersion) {
    this.fields = fields;
    this.hashes = hashes;
    this.resourceVersion = resourceVersion;
    this.apiVersion = apiVersion;
  }

  OwnedFields fields() {
    return fields;
  }

  long[] hashes() {
    return hashes;
  }

  /**
   * The resourceVersion of the answer it was taken from; states that are not newer are never drift.
   */
  public String resourceVersion() {
    return resourceVersion;
  }

  /** The version the object was applied in; states in other versions cannot be compared. */
  public String apiVersion() {
    return apiVersion;
  }

  /** Whether both cover the same fields with the same values, whenever they were taken. */
  public boolean sameContent(Fingerprint other) {
    return fields == other.fields && Arrays.equals(hashes, other.hashes);
  }
}
