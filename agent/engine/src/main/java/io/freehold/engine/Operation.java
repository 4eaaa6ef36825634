package io.freehold.engine;

import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.OperationRecord.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * One attempt to make the cluster match a {@link Desired} state: an immutable value that is stepped
 * forward by {@linkplain Observation observations}. It waits for nothing itself; whoever holds it
 * carries out the commands of each step and feeds back what happened. A crash loses nothing: what
 * its {@link #record} says, and what Git and the cluster hold, is enough to {@link #resume} it. The
 * states and the ways between them are drawn in docs/engine.md.
 *
 * @param desired what Git wants
 * @param policy what the operation may do
 * @param id tells it from all others
 * @param attempt 1 for the first try
 * @param groups what is applied, in order
 * @param state how far it is
 * @param progress what it has done and found out
 */
public record Operation(
    Desired desired,
    OperationPolicy policy,
    OperationId id,
    int attempt,
    List<Group> groups,
    OperationState state,
    Progress progress) {

  /** An operation after a step, and what it wants done. */
  public record Step(Operation operation, List<Command> commands) {
    public Step {
      commands = List.copyOf(commands);
    }
  }

  /**
   * Plans an operation. {@link #start} begins it.
   *
   * @param inPlace what is known of the cluster: whether an object is there as it is wanted, so
   *     that applying it again would change nothing
   */
  public static Operation plan(
      Desired desired,
      Predicate<Prepared> inPlace,
      OperationPolicy policy,
      OperationId id,
      int attempt) {
    List<PreparedHook> hooks = desired.hooks().stream().map(hook -> hook.in(id)).toList();
    List<Group> groups = Group.of(desired.objects(), hooks, inPlace, policy.kinds());
    int work = groups.stream().mapToInt(group -> group.work().size()).sum() - hooks.size();
    return new Operation(
        desired,
        policy,
        id,
        attempt,
        groups,
        new OperationState.Saving(OperationState.Saving.Then.START, 0),
        Progress.start(desired.objects().size() - work));
  }

  /** As {@link #plan(Desired, Predicate, Policy, OperationId, int)}, started at the epoch. */
  static Operation plan(
      Desired desired, Predicate<Prepared> inPlace, OperationPolicy policy, int attempt) {
    OperationId id = new OperationId(desired.revision(), Instant.EPOCH);
    return plan(desired, inPlace, policy, id, attempt);
  }

  /**
   * Takes up an operation that a crash cut short. Hooks that are over do not run again, and those
   * that were created are found by their mark.
   *
   * @param record what was saved of it; made for the same desired state
   */
  public static Operation resume(
      Desired desired,
      Predicate<Prepared> inPlace,
      OperationPolicy policy,
      OperationRecord record) {
    Operation planned = plan(desired, inPlace, policy, record.id(), record.attempt());
    List<Group> groups =
        planned.groups().stream().map(group -> group.without(record::succeeded)).toList();
    return new Operation(
        desired,
        policy,
        record.id(),
        record.attempt(),
        groups,
        // It is saved: that is where it comes from.
        new OperationState.Listing(),
        planned.progress().resumed(record));
  }

  /** What has to survive a crash. */
  public OperationRecord record() {
    return new OperationRecord(id, desired.digest(), attempt, hooks(), decided());
  }

  /** How it ends, once no hook of SyncFail is to run any more: whoever takes it up only tidies. */
  private Optional<Ending> decided() {
    return switch (state) {
      case OperationState.Saving(OperationState.Saving.Then then, int _)
          when then == OperationState.Saving.Then.TIDY ->
          ending();
      case OperationState.Draining _, OperationState.Tidying _, OperationState.Ended _ -> ending();
      case OperationState.Saving _,
          OperationState.Checking _,
          OperationState.Clearing _,
          OperationState.Applying _,
          OperationState.Waiting _,
          OperationState.Listing _,
          OperationState.Pruning _,
          OperationState.Vanishing _ ->
          Optional.empty();
    };
  }

  /** The first step. */
  public Step start() {
    return new Stepper(this).start();
  }

  /** The next step; an observation that the operation does not wait for changes nothing. */
  public Step on(Observation observation) {
    return new Stepper(this).on(observation);
  }

  /**
   * Stops asking for more; the operation ends when what it asked for has been answered. Hooks that
   * run are left to themselves: the newest revision does not wait for those of an older one.
   */
  public Step supersede() {
    return new Stepper(this)
        .stop(new Ending(OperationPhase.SUPERSEDED, "a newer revision took over"));
  }

  /**
   * Stops before it is done; hooks that run are deleted.
   *
   * @param why the message with which it ends
   */
  public Step terminate(String why) {
    return new Stepper(this).stop(new Ending(OperationPhase.FAILED, why));
  }

  /** How it ended; RUNNING while it has not. */
  public OperationPhase phase() {
    return state instanceof OperationState.Ended ended ? ended.phase() : OperationPhase.RUNNING;
  }

  /** Whether it is over. */
  public boolean ended() {
    return state instanceof OperationState.Ended;
  }

  /** Whether it waits for the health of an object. */
  public boolean awaits(ObjectRef ref) {
    return state instanceof OperationState.Waiting waiting && waiting.remaining().contains(ref);
  }

  /** Whether nothing happens until an object becomes healthy. */
  public boolean waiting() {
    return state instanceof OperationState.Waiting;
  }

  /** The hooks of this operation, as it creates them. */
  public List<PreparedHook> plannedHooks() {
    return groups.stream().flatMap(group -> group.hooks().values().stream()).toList();
  }

  /** One sentence for people on what it does or how it ended. */
  public String message() {
    return OperationMessage.of(this);
  }

  /** Hooks that were created and are not over. */
  List<ObjectRef> running() {
    return hooks().entrySet().stream()
        .filter(hook -> !hook.getValue().over())
        .map(hook -> hook.getKey().ref())
        .toList();
  }

  /** The first group that runs after a failure only. */
  int mainEnd() {
    // Hooks of a deletion come after SyncFail in the order of phases, but never together with it.
    int index = 0;
    while (index < groups.size() && groups.get(index).phase() != SyncPhase.SYNC_FAIL) {
      index++;
    }
    return index;
  }

  /** The first group after those of Sync: what is left over is pruned before. */
  int pruneAt() {
    return firstAfter(SyncPhase.SYNC);
  }

  private int firstAfter(SyncPhase phase) {
    int index = 0;
    while (index < groups.size() && groups.get(index).phase().compareTo(phase) <= 0) {
      index++;
    }
    return index;
  }

  /** What it changed. */
  public Tally tally() {
    return progress.tally();
  }

  /** Objects that were refused, and why. */
  public SortedMap<ObjectRef, String> failures() {
    return progress.failures();
  }

  /** How far the hooks are that were created. */
  public SortedMap<HookKey, HookOutcome> hooks() {
    return progress.hooks();
  }

  /** How it ends, once that is decided. */
  public Optional<Ending> ending() {
    return progress.ending();
  }

  Operation with(OperationState newState) {
    return new Operation(desired, policy, id, attempt, groups, newState, progress);
  }

  Operation with(Progress newProgress) {
    return new Operation(desired, policy, id, attempt, groups, state, newProgress);
  }
}
