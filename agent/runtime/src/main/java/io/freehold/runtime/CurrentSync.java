package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Observation;
import io.freehold.engine.Operation;
import io.freehold.engine.Owned;
import io.freehold.engine.Prepared;
import io.freehold.engine.SyncWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sync of one application that runs now: hands it what is heard of its objects, and ends it
 * early. Owned by the application's actor.
 */
final class CurrentSync {
  private final Goal goal;
  private final SyncRun run;
  private final SyncCommands commands;
  private final @Nullable Request request;
  private final StatusBoard board;
  private final Metrics metrics;
  private boolean terminated;
  private boolean closed;

  /**
   * A sync that has not started.
   *
   * @param goal what it is for
   * @param request who asked for it, and for what; null when nobody did
   */
  CurrentSync(
      Goal goal,
      SyncRun run,
      SyncCommands commands,
      @Nullable Request request,
      StatusBoard board,
      Metrics metrics) {
    this.goal = goal;
    this.run = run;
    this.commands = commands;
    this.request = request;
    this.board = board;
    this.metrics = metrics;
  }

  Goal goal() {
    return goal;
  }

  Operation operation() {
    return run.operation();
  }

  Instant startedAt() {
    return run.startedAt();
  }

  SyncCommands commands() {
    return commands;
  }

  Optional<Request> request() {
    return Optional.ofNullable(request);
  }

  void start() {
    run.start();
  }

  boolean ended() {
    return run.ended();
  }

  /** Whether a person ended it. */
  boolean terminated() {
    return terminated;
  }

  /** Whether it was ended because its window had closed. */
  boolean closed() {
    return closed;
  }

  /** Whether it waits until its status is written. */
  boolean saving() {
    return commands.hooks().saving();
  }

  /** Ends it as soon as nothing of it is on its way. */
  void supersede() {
    run.supersede();
  }

  /** Ends it, because a person wants that. */
  void terminate() {
    terminated = true;
    run.terminate("terminated");
  }

  /** Whether it may not go on, because the window that let it start has closed. */
  boolean overran(SyncWindows windows, Instant now) {
    return !windows.isEmpty()
        && !windows.permits(request != null, Optional.of(run.startedAt()), now);
  }

  /** Ends it, because its window has closed. */
  void closeWindow() {
    if (!closed) {
      closed = true;
      run.terminate("the sync window has closed, and syncOverrun is false");
    }
  }

  /** Takes a message about writes or waits; those of another sync are dropped. */
  void receive(Message message) {
    switch (message) {
      case Message.WriteDue(long operation, Prepared object) when isOurs(operation) ->
          commands.apply(operation, object, Duration.ZERO);
      case Message.DeleteDone(long operation, Owned object, String error) when isOurs(operation) ->
          deleted(object.ref(), error);
      case Message.CheckDone answer when isOurs(answer.operation()) -> checked(answer);
      case Message.HookCleared _, Message.HookDue _, Message.HookEnded _, Message.StatusWritten _ ->
          commands.hooks().receive(message).ifPresent(run::observe);
      case Message.WakeDue(long operation, int ticket) when isOurs(operation) ->
          run.observe(new Observation.Woken(ticket));
      case Message.InventoryReady(long operation) when isOurs(operation) ->
          run.observe(new Observation.Inventory(commands.inventory()));
      default -> {}
    }
  }

  private boolean isOurs(long operation) {
    return run.number() == operation;
  }

  private void deleted(ObjectRef ref, String error) {
    metrics.deletions.increment();
    board.syncs().book().note(ref, error.isEmpty() ? ResultBook.PRUNED : ResultBook.REFUSED, error);
    run.observe(
        error.isEmpty() ? new Observation.Deleted(ref) : new Observation.NotDeleted(ref, error));
  }

  private void checked(Message.CheckDone answer) {
    ObjectRef ref = answer.object().ref();
    if (!answer.change().isEmpty()) {
      board.syncs().book().note(ref, answer.change(), answer.detail());
    }
    Optional<ApplyResult.Rejected> why = answer.why();
    run.observe(
        why.isEmpty() ? new Observation.Checked(ref) : new Observation.Refused(ref, why.get()));
  }

  /** An object was written, by this sync or by a repair beside it. */
  void written(Message.WriteDone answer) {
    ObjectRef ref = answer.object().ref();
    WriteOutcome outcome = answer.outcome();
    if (outcome instanceof WriteOutcome.Written written) {
      commands.hooks().written(ref, written);
    }
    if (isOurs(answer.operation())) {
      board.syncs().book().wrote(answer.object(), outcome);
      run.observe(
          switch (outcome) {
            case WriteOutcome.Written written -> new Observation.Applied(ref, written.change());
            case WriteOutcome.NotWritten refused ->
                new Observation.Refused(ref, refused.rejection());
          });
    }
  }

  /** A new version of an object may be what it waits for. */
  void seen(LiveObject live) {
    commands.hooks().seen(live);
  }

  /** Whether an object is a hook that runs. */
  boolean runsHook(ObjectRef ref) {
    return commands.hooks().runs(ref);
  }

  /** An object was looked at: a hook of which no event tells any more. */
  void looked(ObjectRef ref, Optional<LiveObject> live) {
    commands.hooks().looked(ref, live);
  }

  /** An object is gone: a hook that ran, or one that was in the way. */
  void gone(ObjectRef ref) {
    commands.hooks().gone(ref);
    run.observe(new Observation.Gone(Set.of(ref)));
  }

  void healthChanged(ObjectRef ref) {
    run.healthChanged(ref);
  }

  /** Writes to the board what it does. */
  void describe() {
    board.syncs().running(run.operation(), run.startedAt());
    board.busy(StatusBoard.SYNCING, run.operation().message());
  }
}
