package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
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
  private final Ignored ignored;
  // Without what may differ; the same array as the hashes where nothing may.
  private final long[] strict;

  Fingerprint(
      OwnedFields fields,
      long[] hashes,
      String resourceVersion,
      String apiVersion,
      Ignored ignored,
      long[] strict) {
    this.ignored = ignored;
    this.strict = strict;
    this.fields = fields;
    this.hashes = hashes;
    this.resourceVersion = resourceVersion;
    this.apiVersion = apiVersion;
  }

  /** What may differ. */
  Ignored ignored() {
    return ignored;
  }

  /**
   * The hashes of a later state, with the remembered one wherever it may differ.
   *
   * @param live the object as it is in the cluster, which tells what managers hold
   */
  long[] under(JsonNode content, JsonNode live) {
    long[] now = Projection.again(fields, content, hashes);
    if (ignored.isNothing()) {
      return now;
    }
    long[] rest = Projection.again(fields, ignored.without(content, live), hashes);
    for (int i = 0; i < now.length; i++) {
      boolean ignoredThere = rest[i] == ValueHash.ABSENT && now[i] != ValueHash.ABSENT;
      boolean ignoredBefore = strict[i] == ValueHash.ABSENT && hashes[i] != ValueHash.ABSENT;
      if (ignoredThere || ignoredBefore || rest[i] == strict[i]) {
        now[i] = hashes[i];
      }
    }
    return now;
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
