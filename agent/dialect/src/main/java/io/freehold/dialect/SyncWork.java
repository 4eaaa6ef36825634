package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Hook;
import io.freehold.engine.HookDeletePolicy;
import io.freehold.engine.LiveObject;
import io.freehold.engine.SyncPhase;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a sync has to do.
 *
 * @param phase when
 * @param wave when inside the phase
 * @param ref the object
 * @param target what is applied; null for what is pruned
 * @param live what is there; null when nothing is
 * @param hook whether it is a hook
 */
public record SyncWork(
    SyncPhase phase,
    int wave,
    ObjectRef ref,
    @Nullable Target target,
    @Nullable LiveObject live,
    boolean hook) {
  /** Whether something is deleted because Git no longer has it. */
  public boolean prunes() {
    return target == null;
  }

  /** Content of whichever side there is. */
  public JsonNode content() {
    return target != null
        ? target.content()
        : live != null ? live.content() : Json.MAPPER.createObjectNode();
  }

  /** Version without the group. */
  String version() {
    String apiVersion = content().path("apiVersion").asText();
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  /** Whether a hook is deleted in some case. */
  public boolean deletes(HookDeletePolicy policy) {
    return hook && Hook.of(content()).deletePolicies().contains(policy);
  }

  /** Whether two things are done in the same step. */
  boolean together(SyncWork other) {
    return phase == other.phase && wave == other.wave;
  }

  /** This work at another place. */
  SyncWork at(SyncPhase newPhase, int newWave) {
    return new SyncWork(newPhase, newWave, ref, target, live, hook);
  }

  /** This work with another live object. */
  public SyncWork with(@Nullable LiveObject there) {
    return new SyncWork(phase, wave, ref, target, there, hook);
  }
}
