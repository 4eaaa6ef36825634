package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ObjectRef;
import java.util.Comparator;

/**
 * Where an object stands in a sync: wave, then rank of its kind; the rest only makes the order
 * total.
 *
 * @param wave healthy before the next wave starts
 * @param rank rank of the kind, see {@link KindRank}
 * @param ref the object
 */
record SyncOrder(int wave, int rank, ObjectRef ref) implements Comparable<SyncOrder> {
  /** Annotation by which Argo CD users name a wave; ours wins when both are there. */
  static final String ARGO_WAVE_ANNOTATION = "argocd.argoproj.io/sync-wave";

  private static final Comparator<SyncOrder> ORDER =
      Comparator.comparingInt(SyncOrder::wave)
          .thenComparingInt(SyncOrder::rank)
          .thenComparing(order -> order.ref().name())
          .thenComparing(SyncOrder::ref);

  /** The place of an object of a wave. */
  static SyncOrder of(int wave, ObjectRef ref) {
    return new SyncOrder(wave, KindRank.of(ref), ref);
  }

  /**
   * The wave an object asks for; where it asks for none the weight of a Helm hook, else 0.
   *
   * @throws NumberFormatException when the annotation is not a signed decimal integer
   */
  static int waveOf(JsonNode content) {
    JsonNode annotations = content.path("metadata").path("annotations");
    String wave = annotations.path(ApiGroup.WAVE_ANNOTATION).asText("");
    if (wave.isEmpty()) {
      wave = annotations.path(ARGO_WAVE_ANNOTATION).asText("");
    }
    return wave.isEmpty()
        ? new HelmHook(new Annotations(annotations)).weight()
        : Integer.parseInt(wave.strip());
  }

  /** Whether both may be written at the same time. */
  boolean together(SyncOrder other) {
    return wave == other.wave && rank == other.rank;
  }

  @Override
  public int compareTo(SyncOrder other) {
    return ORDER.compare(this, other);
  }
}
