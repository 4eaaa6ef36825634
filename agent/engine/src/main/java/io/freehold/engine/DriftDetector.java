package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freehold.api.FieldChange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
  /** A dry run has no version of its own: every one that there is shall be compared with it. */
  private static final String ANY_VERSION = "0";

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
   * @param applied what was sent, for the explanation; asked for only when there is drift
   * @return what differs; empty when nothing does, when the state is not newer than what is
   *     remembered, or when it is written in another version of its kind
   */
  public Optional<DriftDetails> compare(
      Fingerprint remembered, LiveObject live, Supplier<? extends JsonNode> applied) {
    if (!isLater(remembered, live)) {
      return Optional.empty();
    }
    JsonNode current = FieldSets.ownEntry(live.content());
    long[] hashes = Projection.again(remembered.fields(), live.content(), remembered.hashes());
    if (remembered.fields().matches(current) && Arrays.equals(hashes, remembered.hashes())) {
      return Optional.empty();
    }
    List<FieldChange> changes =
        new DriftExplanation(live.ref(), live.content(), applied.get(), current)
            .changes(remembered, hashes);
    return Optional.of(new DriftDetails(changes));
  }

  /** Whether a later state of an object is exactly as remembered. */
  public boolean same(Fingerprint remembered, LiveObject live) {
    return !isLater(remembered, live)
        || (remembered.fields().matches(FieldSets.ownEntry(live.content()))
            && Arrays.equals(
                Projection.again(remembered.fields(), live.content(), remembered.hashes()),
                remembered.hashes()));
  }

  /**
   * Compares an object with what an apply would make of it. Only what we would own counts, and what
   * we own and would not any more; what webhooks and defaults add beside that is nobody's wish.
   *
   * @param predicted the answer to a dry run of the apply
   * @param applied what would be sent
   * @throws IllegalArgumentException when managedFields are not of a form that API servers write
   */
  public Verdict judge(LiveObject live, LiveObject predicted, JsonNode applied) {
    Fingerprint wanted =
        remember(
            new LiveObject(predicted.ref(), predicted.uid(), ANY_VERSION, predicted.content()),
            applied);
    Fingerprint found = remember(live, MissingNode.getInstance());
    long[] under = Projection.again(wanted.fields(), live.content(), wanted.hashes());
    long[] kept = Projection.again(found.fields(), predicted.content(), found.hashes());
    List<FieldChange> changes =
        Arrays.equals(under, wanted.hashes()) && Arrays.equals(kept, found.hashes())
            ? List.of()
            : new DriftExplanation(
                    live.ref(),
                    live.content(),
                    predicted.content(),
                    FieldSets.ownEntry(live.content()))
                .valuesUnder(wanted.fields(), wanted.hashes(), under)
                .valuesUnder(found.fields(), found.hashes(), kept)
                .found();
    return new Verdict(wanted, found, under, changes);
  }

  /** Whether a later state of an object differs in nothing that the verdict was about. */
  public boolean holds(Verdict verdict, LiveObject live) {
    return same(verdict.found(), live)
        && Arrays.equals(
            Projection.again(verdict.wanted().fields(), live.content(), verdict.wanted().hashes()),
            verdict.foundHashes());
  }

  private static boolean isLater(Fingerprint remembered, LiveObject live) {
    return isNewer(live.resourceVersion(), remembered.resourceVersion())
        && live.content().path("apiVersion").asText().equals(remembered.apiVersion());
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
