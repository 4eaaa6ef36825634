package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells drift from other people's legitimate changes. After each server-side apply the fields we
 * own and a hash of their values are remembered from the API server's answer ({@link #remember}); a
 * later state drifted when we own other fields than then, or when a value or the order of list
 * items under the remembered fields is another ({@link #compare}). Thread safe; keeps nothing but
 * the shared field sets.
 *
 * <p>The event of a write of ours may arrive before its answer, and then looks like drift: while a
 * write of an object is on its way, its newest event is to be held back and compared with what is
 * remembered from the answer.
 */
public final class DriftDetector {
  private final FieldSets sets = new FieldSets();

  /**
   * Remembers an object just applied.
   *
   * @param answer the object in the answer to the server-side apply, the whole of it: values are
   *     normalised there
   * @param applied what was sent
   * @throws IllegalArgumentException when its managedFields are not of a form that API servers
   *     write
   */
  public Fingerprint remember(LiveObject answer, JsonNode applied) {
    OwnedFields fields = sets.of(FieldSets.ownEntry(answer.content()));
    return new Fingerprint(
        fields,
        Projection.first(fields, answer.content(), applied),
        answer.resourceVersion(),
        answer.content().path("apiVersion").asText());
  }

  /**
   * Compares a later state of an object with what was remembered.
   *
   * @return what differs; empty when nothing does, when the state is not newer than what is
   *     remembered, or when it is written in another version of its kind
   */
  public Optional<DriftDetails> compare(Fingerprint remembered, LiveObject live) {
    if (!isNewer(live.resourceVersion(), remembered.resourceVersion())
        || !live.content().path("apiVersion").asText().equals(remembered.apiVersion())) {
      return Optional.empty();
    }
    JsonNode current = FieldSets.ownEntry(live.content());
    boolean sameSet = remembered.fields().matches(current);
    long[] hashes = Projection.again(remembered.fields(), live.content(), remembered.hashes());
    if (sameSet && Arrays.equals(hashes, remembered.hashes())) {
      return Optional.empty();
    }
    List<DriftDetails.Change> changes =
        new DriftExplanation(live.content(), current).changes(remembered, hashes);
    return Optional.of(new DriftDetails(changes));
  }

  /** How many different field sets are remembered, for metrics. */
  public int fieldSets() {
    return sets.size();
  }

  /** Resource versions are growing decimal numbers; of anything else only equality is known. */
  static boolean isNewer(String version, String than) {
    try {
      return Long.compareUnsigned(Long.parseUnsignedLong(version), Long.parseUnsignedLong(than))
          > 0;
    } catch (NumberFormatException e) {
      return !version.equals(than);
    }
  }
}
