package io.freehold.engine;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened in the cluster while an operation runs. */
public sealed interface Observation {
  /** An object was applied. */
  record Applied(ObjectRef ref, Tally.Change change) implements Observation {}

  /** An object was refused. */
  record Refused(ObjectRef ref, ApplyResult.Rejected rejection) implements Observation {}

  /**
   * The health of objects that the operation waits for; those that are absent count as not healthy.
   */
  record Healths(Map<ObjectRef, HealthState> states) implements Observation {
    public Healths {
      states = Map.copyOf(states);
    }
  }

  /** Every object of the cluster that carries the application's label. */
  record Inventory(List<Owned> owned) implements Observation {
    public Inventory {
      owned = List.copyOf(owned);
    }
  }

  /** The API server took the deletion of an object, or it was gone already. */
  record Deleted(ObjectRef ref) implements Observation {}

  /** The deletion of an object was refused. */
  record NotDeleted(ObjectRef ref, String message) implements Observation {}

  /** Objects that were deleted do not exist any more. */
  record Gone(Set<ObjectRef> refs) implements Observation {
    public Gone {
      refs = Set.copyOf(refs);
    }
  }

  /** The API server would take an object. */
  record Checked(ObjectRef ref) implements Observation {}

  /** The record of the operation is where it survives a crash. */
  record Saved() implements Observation {}

  /** No other operation's object is in the way of a hook any more. */
  record HookCleared(ObjectRef ref) implements Observation {}

  /** A hook was let go, or is gone; with an error when neither could be done. */
  record HookEnded(ObjectRef ref, String error) implements Observation {}

  /** The time of a {@link Command.Wake} has come. */
  record Woken(int ticket) implements Observation {}
}
