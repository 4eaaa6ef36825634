package io.freehold.engine;

import io.freehold.api.ApiGroup;
import io.freehold.api.ObjectRef;

/**
 * What is remembered of an object in the cluster that carries our tracking label.
 *
 * @param apiVersion version it was read in
 * @param ref identity
 * @param uid incarnation
 * @param tracking value of the tracking annotation, empty when it has none
 * @param wave its wave, 0 when it names none that can be read
 * @param keep whether an annotation protects it from pruning
 * @param deleting whether it is being deleted already
 */
public record Owned(
    String apiVersion,
    ObjectRef ref,
    String uid,
    String tracking,
    int wave,
    boolean keep,
    boolean deleting) {
  private static final String DISABLED = "disabled";

  /** What matters of a live object. */
  public static Owned of(LiveObject live) {
    return new Owned(
        live.content().path("apiVersion").asText(""),
        live.ref(),
        live.uid(),
        live.annotation(ApiGroup.TRACKING_ANNOTATION),
        wave(live),
        live.annotation(ApiGroup.PRUNE_ANNOTATION).equals(DISABLED),
        live.content().path("metadata").hasNonNull("deletionTimestamp"));
  }

  private static int wave(LiveObject live) {
    try {
      return SyncOrder.waveOf(live.content());
    } catch (NumberFormatException _) {
      // Somebody wrote nonsense on it; it only decides when the object is pruned.
      return 0;
    }
  }

  /** Its place in a sync. */
  SyncOrder order() {
    return SyncOrder.of(wave, ref);
  }
}
