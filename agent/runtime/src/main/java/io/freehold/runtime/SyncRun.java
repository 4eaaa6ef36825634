package io.freehold.runtime;

import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Command;
import io.freehold.engine.Observation;
import io.freehold.engine.Operation;
import io.freehold.engine.OperationRecord;
import io.freehold.engine.Owned;
import io.freehold.engine.Prepared;
import io.freehold.engine.PreparedHook;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * One running operation of an application, and the way from its commands to the cluster. Owned by
 * the actor.
 */
final class SyncRun {
  private final long number;
  private final Instant startedAt;
  private final Host host;
  private Operation operation;
  private boolean superseding;

  /** The actor around it. */
  interface Host {
    /** Applies an object after a pause; answered by {@link #observe}. */
    void apply(long operation, Prepared object, Duration pause);

    /** Deletes an object. */
    void delete(long operation, Owned object);

    /** Calls {@link #observe} with the inventory once it is complete. */
    void takeInventory(long operation);

    /** Wakes the operation after a time. */
    void wake(long operation, Duration after, int ticket);

    /** Asks whether an object would be taken. */
    void check(long operation, Prepared object);

    /** Calls {@link #observe} once the record is where it survives a crash. */
    void save(long operation, OperationRecord record);

    /** Makes room for a hook. */
    void clearHook(long operation, PreparedHook hook);

    /** Lets a hook go. */
    void endHook(long operation, PreparedHook hook, boolean delete);

    /** Those of some objects that do not exist any more. */
    Set<ObjectRef> gone(Set<ObjectRef> refs);

    /** What is known of the health of objects. */
    Map<ObjectRef, HealthState> healths(Set<ObjectRef> refs);
  }

  SyncRun(long number, Operation operation, Instant startedAt, Host host) {
    this.number = number;
    this.operation = operation;
    this.startedAt = startedAt;
    this.host = host;
  }

  long number() {
    return number;
  }

  Instant startedAt() {
    return startedAt;
  }

  Operation operation() {
    return operation;
  }

  boolean ended() {
    return operation.ended();
  }

  void start() {
    take(operation.start());
  }

  void observe(Observation observation) {
    take(operation.on(observation));
  }

  /** Tells the operation of a new health, if it waits for it. */
  void healthChanged(ObjectRef ref) {
    if (operation.awaits(ref)) {
      observe(new Observation.Healths(host.healths(Set.of(ref))));
    }
  }

  /** Ends the operation as soon as nothing of it is in flight. */
  void supersede() {
    if (!superseding) {
      superseding = true;
      take(operation.supersede());
    }
  }

  /** Ends the operation before it is done, its hooks with it. */
  void terminate(String why) {
    take(operation.terminate(why));
  }

  private void take(Operation.Step step) {
    operation = step.operation();
    for (Command command : step.commands()) {
      switch (command) {
        case Command.Apply(Prepared object, Duration pause) -> host.apply(number, object, pause);
        case Command.Check(Prepared object) -> host.check(number, object);
        case Command.Save(OperationRecord record) -> host.save(number, record);
        case Command.ClearHook(PreparedHook hook) -> host.clearHook(number, hook);
        case Command.EndHook(PreparedHook hook, boolean delete) ->
            host.endHook(number, hook, delete);
        case Command.Delete(Owned object) -> host.delete(number, object);
        case Command.AwaitGone(Set<ObjectRef> refs) ->
            observe(new Observation.Gone(host.gone(refs)));
        case Command.TakeInventory() -> host.takeInventory(number);
        case Command.Wake(Duration after, int ticket) -> host.wake(number, after, ticket);
        case Command.Look(Set<ObjectRef> refs) ->
            observe(new Observation.Healths(host.healths(refs)));
      }
    }
  }
}
