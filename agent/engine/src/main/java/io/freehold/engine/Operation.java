package io.freehold.engine;

import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One attempt to make the cluster match a {@link Desired} state: an immutable value that is stepped
 * forward by {@linkplain Observation observations}. It waits for nothing itself; whoever holds it
 * carries out the commands of each step and feeds back what happened. A crash loses nothing,
 * because a new operation planned from Git and the cluster does what is left.
 *
 * @param desired what Git wants
 * @param policy what the operation may do
 * @param attempt 1 for the first try
 * @param groups what is applied, in order
 * @param state how far it is
 * @param tally what it changed
 * @param failures objects that were refused, and why
 */
public record Operation(
    Desired desired,
    Policy policy,
    int attempt,
    List<Group> groups,
    State state,
    Tally tally,
    SortedMap<ObjectRef, String> failures) {

  /**
   * What an operation may do.
   *
   * @param prune delete objects that Git no longer has
   * @param allowEmpty even when Git has no object at all
   * @param parallel requests in flight at a time
   * @param healthTimeout how long a wave may take to become healthy
   */
  public record Policy(boolean prune, boolean allowEmpty, int parallel, Duration healthTimeout) {}

  /** An operation after a step, and what it wants done. */
  public record Step(Operation operation, List<Command> commands) {
    public Step {
      commands = List.copyOf(commands);
    }
  }

  /** How far an operation is. */
  sealed interface State {
    /**
     * Applies a group; {@code next} is the first object not asked for, {@code tries} counts
     * refusals.
     */
    record Applying(int group, int next, Set<ObjectRef> inFlight, Map<ObjectRef, Integer> tries)
        implements State {}

    /** Waits for the health of the rest before a group. */
    record Waiting(int group, Set<ObjectRef> remaining) implements State {}

    /** Waits for the inventory. */
    record Listing() implements State {}

    /** Deletes a stage of what is left over. */
    record Pruning(List<List<Owned>> stages, int stage, int next, Set<ObjectRef> inFlight)
        implements State {}

    /** Superseded, but requests are still on their way. */
    record Draining(Set<ObjectRef> inFlight) implements State {}

    /** Over. */
    record Ended(OperationPhase phase, String message) implements State {}
  }

  /**
   * Plans an operation. {@link #start} begins it.
   *
   * @param inPlace what is known of the cluster: whether an object is there as it is wanted, so
   *     that applying it again would change nothing
   */
  public static Operation plan(
      Desired desired, Predicate<Prepared> inPlace, Policy policy, int attempt) {
    List<Group> groups = Group.of(desired.objects(), inPlace);
    int work = groups.stream().mapToInt(group -> group.work().size()).sum();
    return new Operation(
        desired,
        policy,
        attempt,
        groups,
        new State.Listing(),
        new Tally(0, 0, desired.objects().size() - work, 0),
        new TreeMap<>());
  }

  /** The first step. */
  public Step start() {
    return new Stepper(this).enter(0);
  }

  /** The next step; an observation that the operation does not wait for changes nothing. */
  public Step on(Observation observation) {
    return new Stepper(this).on(observation);
  }

  /** Stops asking for more; the operation ends when what it asked for has been answered. */
  public Step supersede() {
    return new Stepper(this).supersede();
  }

  /** How it ended; RUNNING while it has not. */
  public OperationPhase phase() {
    return state instanceof State.Ended ended ? ended.phase() : OperationPhase.RUNNING;
  }

  /** Whether it is over. */
  public boolean ended() {
    return state instanceof State.Ended;
  }

  /** Whether it waits for the health of an object. */
  public boolean awaits(ObjectRef ref) {
    return state instanceof State.Waiting waiting && waiting.remaining().contains(ref);
  }

  /** Whether nothing happens until an object becomes healthy. */
  public boolean waiting() {
    return state instanceof State.Waiting;
  }

  /** One sentence for people on what it does or how it ended. */
  public String message() {
    return switch (state) {
      case State.Applying applying ->
          "applying wave %d of revision %s"
              .formatted(groups.get(applying.group()).wave(), desired.revision());
      case State.Waiting waiting ->
          "waiting for %s to become healthy".formatted(Failures.some(waiting.remaining()));
      case State.Listing _ -> "looking for objects to prune";
      case State.Pruning pruning ->
          "pruning %s".formatted(Failures.some(pruning.stages().get(pruning.stage())));
      case State.Draining _ -> "a newer revision takes over";
      case State.Ended ended -> ended.message();
    };
  }

  Operation with(State newState) {
    return new Operation(desired, policy, attempt, groups, newState, tally, failures);
  }

  Operation with(Tally newTally) {
    return new Operation(desired, policy, attempt, groups, state, newTally, failures);
  }

  Operation withFailure(ObjectRef ref, String message) {
    SortedMap<ObjectRef, String> more = new TreeMap<>(failures);
    more.put(ref, message);
    return new Operation(desired, policy, attempt, groups, state, tally, more);
  }
}
