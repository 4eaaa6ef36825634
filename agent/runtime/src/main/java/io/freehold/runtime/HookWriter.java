package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.Hook;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Owned;
import io.freehold.engine.PreparedHook;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes room for hooks and lets them go. Blocks; thread safe. */
final class HookWriter {
  private final Supplier<ClusterPort> clusters;

  /**
   * @param clusters asked before each call, because the name in which is written may change
   */
  HookWriter(Supplier<ClusterPort> clusters) {
    this.clusters = clusters;
  }

  /** What became of an attempt to make room. */
  sealed interface Clearing {
    /** Nothing is in the way, or this very run created what is there. */
    record Cleared() implements Clearing {}

    /** It is being deleted, which takes a while. */
    record Waiting() implements Clearing {}

    /** It cannot be deleted. */
    record Refused(String why) implements Clearing {}
  }

  /** Deletes what another operation left of a hook, as far as that goes without waiting. */
  Clearing clear(PreparedHook hook) {
    ClusterPort cluster = clusters.get();
    String apiVersion = hook.object().apiVersion();
    ObjectRef ref = hook.object().ref();
    try {
      Optional<LiveObject> live = cluster.get(apiVersion, ref);
      if (live.isEmpty() || hook.created(live.get())) {
        return new Clearing.Cleared();
      }
      if (!hook.mayReplace(live.get())) {
        return new Clearing.Refused(
            "an object of that name exists and is no hook of this Application; rename one of them");
      }
      cluster.delete(apiVersion, ref, live.get().uid());
      cluster.release(apiVersion, ref, Hook.FINALIZER);
      return cluster.get(apiVersion, ref).isEmpty()
          ? new Clearing.Cleared()
          : new Clearing.Waiting();
    } catch (ClusterUnreachableException e) {
      return new Clearing.Refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Takes our finalizer off a hook that an operation left which nobody will end.
   *
   * @return why that could not be done; empty when it was, or the hook is gone
   */
  String letGo(Owned hook) {
    try {
      return clusters.get().release(hook.apiVersion(), hook.ref(), Hook.FINALIZER)
          ? ""
          : "others change it again and again";
    } catch (ClusterUnreachableException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Takes our finalizer off a hook of this operation, and deletes it if so wanted.
   *
   * @return why that could not be done; empty when it was, or the hook is gone
   */
  String end(PreparedHook hook, boolean delete) {
    ClusterPort cluster = clusters.get();
    String apiVersion = hook.object().apiVersion();
    ObjectRef ref = hook.object().ref();
    try {
      Optional<LiveObject> live = cluster.get(apiVersion, ref).filter(hook::created);
      if (live.isEmpty()) {
        return "";
      }
      if (delete) {
        cluster.delete(apiVersion, ref, live.get().uid());
      }
      return cluster.release(apiVersion, ref, Hook.FINALIZER)
          ? ""
          : "others change it again and again";
    } catch (ClusterUnreachableException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
