package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import java.util.Optional;

/**
 * One thing that a sync has to do: apply an object, run a hook, or prune.
 *
 * @param phase phase in which it happens
 * @param wave wave inside the phase
 * @param ref the object
 * @param defines {@code group/Kind} that the object defines, when it is the definition of a custom
 *     resource
 * @param action what is done
 * @param what the object itself, in whatever form the planner's caller keeps it
 */
public record SyncTask<T>(
    SyncPhase phase, int wave, ObjectRef ref, Optional<String> defines, Action action, T what) {

  /** What is done to an object. */
  public enum Action {
    APPLY,
    RUN_HOOK,
    PRUNE,
    /** Pruned in a wave of its own, after all others. */
    PRUNE_LAST
  }

  /** Whether it deletes what Git no longer has. */
  public boolean prunes() {
    return action == Action.PRUNE || action == Action.PRUNE_LAST;
  }

  /** What a definition of custom resources defines, as {@code group/Kind}. */
  public static Optional<String> definedBy(ObjectRef ref, JsonNode content) {
    JsonNode group = content.path("spec").path("group");
    JsonNode kind = content.path("spec").path("names").path("kind");
    return KindRank.isDefinition(ref) && group.isTextual() && kind.isTextual()
        ? Optional.of(group.textValue() + "/" + kind.textValue())
        : Optional.empty();
  }

  SyncTask<T> at(SyncPhase newPhase, int newWave) {
    return new SyncTask<>(newPhase, newWave, ref, defines, action, what);
  }
}
