package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param options how it wants to be pruned and deleted
 * @param deleting whether it is being deleted already
 * @param hook whether it is a hook, which is never pruned
 * @param held whether it has the finalizer that holds hooks until their outcome is known
 */
public record Owned(
    String apiVersion,
    ObjectRef ref,
    String uid,
    String tracking,
    int wave,
    ObjectOptions options,
    boolean deleting,
    boolean hook,
    boolean held) {
  /** What matters of a live object. */
  public static Owned of(LiveObject live) {
    return new Owned(
        live.content().path("apiVersion").asText(""),
        live.ref(),
        live.uid(),
        live.annotation(ApiGroup.TRACKING_ANNOTATION),
        wave(live),
        ObjectOptions.of(live.content()),
        live.content().path("metadata").hasNonNull("deletionTimestamp"),
        Hook.of(live.content()).isHook(),
        isHeld(live));
  }

  private static boolean isHeld(LiveObject live) {
    for (JsonNode finalizer : live.content().path("metadata").path("finalizers")) {
      if (finalizer.asText().equals(Hook.FINALIZER)) {
        return true;
      }
    }
    return false;
  }

  private static int wave(LiveObject live) {
    try {
      return SyncOrder.waveOf(live.content());
    } catch (NumberFormatException _) {
      // Somebody wrote nonsense on it; it only decides when the object is pruned.
      return 0;
    }
  }

  /** Whether an annotation protects it from pruning. */
  public boolean keep() {
    return options.prune() == ObjectOptions.Deletion.FORBIDDEN;
  }

  /** Whether it is pruned only after a person agreed. */
  public boolean asksBeforePruning() {
    return options.prune() == ObjectOptions.Deletion.CONFIRM;
  }

  /** Whether it stays when its application is deleted. */
  public boolean outlives() {
    return options.delete() == ObjectOptions.Deletion.FORBIDDEN;
  }

  /** Whether it is deleted with its application only after a person agreed. */
  public boolean asksBeforeDeletion() {
    return options.delete() == ObjectOptions.Deletion.CONFIRM;
  }

  /** Whether both are pruned in the same wave. */
  boolean sameWave(Owned other) {
    return wave == other.wave && options.pruneLast() == other.options.pruneLast();
  }

  /** Its place in a sync. */
  SyncOrder order() {
    return SyncOrder.of(wave, ref);
  }
}
