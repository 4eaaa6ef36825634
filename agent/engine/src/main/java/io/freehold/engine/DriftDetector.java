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

  /** As {@link #remember(LiveObject, JsonNode, Ignored)}, where nothing may differ. */
  public Fingerprint remember(LiveObject answer, JsonNode applied) {
    return remember(answer, applied, Ignored.NOTHING);
  }

  /**
   * Remembers an object just applied.
   *
   * @param answer the object in the answer to the server-side apply, the whole of it: values are
   *     normalised there
   * @param applied what was sent
   * @param ignored what may differ
   * @throws IllegalArgumentException when its managedFields are not of a form that API servers
   *     write
   */
  public Fingerprint remember(LiveObject answer, JsonNode applied, Ignored ignored) {
    return remember(answer, applied, ignored, answer.content());
  }

  private Fingerprint remember(
      LiveObject answer, JsonNode applied, Ignored ignored, JsonNode live) {
    OwnedFields fields = sets.of(FieldSets.ownEntry(answer.content()));
    long[] hashes = Projection.first(fields, answer.content(), applied);
    return new Fingerprint(
        fields,
        hashes,
        answer.resourceVersion(),
        answer.content().path("apiVersion").asText(),
        ignored,
        ignored.isNothing()
            ? hashes
            : Projection.first(fields, ignored.without(answer.content(), live), applied));
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
    long[] hashes = remembered.under(live.content(), live.content());
    if (ownsTheSame(remembered, live) && Arrays.equals(hashes, remembered.hashes())) {
      return Optional.empty();
    }
    DriftExplanation explanation =
        new DriftExplanation(
            live.ref(), live.content(), applied.get(), FieldSets.ownEntry(live.content()));
    return Optional.of(
        new DriftDetails(
            remembered.ignored().isNothing()
                ? explanation.changes(remembered, hashes)
                : explanation
                    .valuesUnder(remembered.fields(), remembered.hashes(), hashes)
                    .found()));
  }

  /** Whether a later state of an object is exactly as remembered. */
  public boolean same(Fingerprint remembered, LiveObject live) {
    return !isLater(remembered, live)
        || (ownsTheSame(remembered, live)
            && Arrays.equals(
                remembered.under(live.content(), live.content()), remembered.hashes()));
  }

  /**
   * Compares an object with what an apply would make of it. Only what we would own counts, and what
   * we own and would not any more; what webhooks and defaults add beside that is nobody's wish.
   *
   * @param predicted the answer to a dry run of the apply
   * @param applied what would be sent
   * @param ignored what may differ
   * @throws IllegalArgumentException when managedFields are not of a form that API servers write
   */
  public Verdict judge(LiveObject live, LiveObject predicted, JsonNode applied, Ignored ignored) {
    LiveObject ever =
        new LiveObject(predicted.ref(), predicted.uid(), ANY_VERSION, predicted.content());
    Fingerprint wanted = remember(ever, applied, ignored, live.content());
    Fingerprint found = remember(live, MissingNode.getInstance(), ignored);
    long[] under = wanted.under(live.content(), live.content());
    long[] kept = found.under(predicted.content(), live.content());
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
            verdict.wanted().under(live.content(), live.content()), verdict.foundHashes());
  }

  private static boolean isLater(Fingerprint remembered, LiveObject live) {
    return isNewer(live.resourceVersion(), remembered.resourceVersion())
        && live.content().path("apiVersion").asText().equals(remembered.apiVersion());
  }

  /** Whoever may change a field may take it, too: then only values count. */
  private static boolean ownsTheSame(Fingerprint remembered, LiveObject live) {
    return !remembered.ignored().isNothing()
        || remembered.fields().matches(FieldSets.ownEntry(live.content()));
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
