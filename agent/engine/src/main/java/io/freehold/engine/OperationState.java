package io.freehold.engine;

import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far an operation is. */
sealed interface OperationState {
  /** Waits until its record is saved; the group is the one that it goes on with. */
  record Saving(Then then, int group) implements OperationState {
    /** What follows. */
    enum Then {
      START,
      CLEAR,
      TIDY
    }
  }

  /** Asks whether the objects of a wave would be taken, from a group on. */
  record Checking(int group, Set<ObjectRef> inFlight) implements OperationState {}

  /** Waits until nothing is in the way of the hooks of a wave, which begins with a group. */
  record Clearing(int group, Set<ObjectRef> inFlight) implements OperationState {}

  /**
   * Applies a group; {@code next} is the first object not asked for, {@code tries} counts refusals.
   */
  record Applying(int group, int next, Set<ObjectRef> inFlight, Map<ObjectRef, Integer> tries)
      implements OperationState {}

  /** Waits before a group for the health of the rest, and for hooks that run. */
  record Waiting(int group, Set<ObjectRef> remaining, int ticket) implements OperationState {}

  /** Waits for the inventory. */
  record Listing() implements OperationState {}

  /** Deletes a stage of what is left over. */
  record Pruning(List<List<Owned>> stages, int stage, int next, Set<ObjectRef> inFlight)
      implements OperationState {}

  /**
   * Waits until what was pruned of a wave is gone; {@code stage} is the first one of the next wave.
   */
  record Vanishing(List<List<Owned>> stages, int stage, Set<ObjectRef> remaining, int ticket)
      implements OperationState {}

  /** Its end is decided, but requests are still on their way. */
  record Draining(Set<ObjectRef> inFlight) implements OperationState {}

  /** Lets hooks go that are over. */
  record Tidying(Set<ObjectRef> inFlight) implements OperationState {}

  /** Over. */
  record Ended(OperationPhase phase, String message) implements OperationState {}
}
