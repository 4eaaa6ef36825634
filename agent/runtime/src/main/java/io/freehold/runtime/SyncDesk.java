package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Desired;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Observation;
import io.freehold.engine.Operation;
import io.freehold.engine.OperationId;
import io.freehold.engine.OperationRecord;
import io.freehold.engine.Owned;
import io.freehold.engine.Prepared;
import io.freehold.engine.PreparedHook;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the syncs of one application, one after the other: starts, supersedes, retries and records
 * them. Owned by the application's actor.
 */
final class SyncDesk implements SyncRun.Host {
  private static final Logger LOG = LoggerFactory.getLogger(SyncDesk.class);

  private final ApplicationId id;
  private final Surroundings around;
  private final ObjectTable table;
  private final DriftKeeper drift;
  private final StatusBoard board;
  private final Consumer<Message> post;
  private final Runnable lookAgain;
  private final Survey survey;
  private final ObjectWrites writes;
  private final Attempts attempts;

  private long number;
  private @Nullable SyncRun run;
  private @Nullable HookDesk hooks;
  private @Nullable Settings settings;
  private @Nullable Goal done;
  private @Nullable Goal surveyed;
  private boolean fresh = true;
  private Set<KindName> notPruned = Set.of();

  SyncDesk(
      ApplicationId id,
      Surroundings around,
      ObjectTable table,
      DriftKeeper drift,
      StatusBoard board,
      ObjectWrites writes,
      Consumer<Message> post,
      Runnable lookAgain) {
    this.id = id;
    this.around = around;
    this.table = table;
    this.drift = drift;
    this.board = board;
    this.post = post;
    this.lookAgain = lookAgain;
    this.survey = new Survey(around, post);
    this.writes = writes;
    this.attempts = new Attempts(board, around.timer(), post);
  }

  boolean running() {
    return run != null;
  }

  /**
   * Whether a new sync has to start now. A running one for something else is superseded; when it
   * ends, this is asked again.
   */
  boolean needed(Settings now, Rendering.Ready ready, String revision) {
    settings = now;
    Goal goal = new Goal(ready.desired().digest(), now.policy());
    boolean empty = ready.desired().objects().isEmpty() && ready.desired().hooks().isEmpty();
    if (empty && !now.policy().allowEmpty()) {
      board.notRendered(
          "Empty",
          "there is no object in "
              + now.place()
              + "; nothing is pruned unless spec.sync.automated.allowEmpty is set");
      board.busy("", "");
      return false;
    }
    if (run != null) {
      if (!Goal.of(run.operation()).equals(goal)) {
        supersede();
      }
      if (run != null) {
        return false;
      }
    }
    if (survey.running()) {
      if (goal.equals(surveyed)) {
        return false;
      }
      survey.cancel();
    }
    if (goal.equals(done) && !around.watches().unlisted().keySet().containsAll(notPruned)) {
      // A kind that could not be listed is back: what Git dropped meanwhile is still there.
      done = null;
    }
    if (goal.equals(done)) {
      board.applied(revision, goal.digest());
      board.inSync(true);
      board.busy("", "");
      return false;
    }
    return attempts.mayTry(goal);
  }

  /** Starts a sync; its objects are claimed and their kinds are watched. */
  void start(Settings now, Desired desired) {
    table.want(desired.refs());
    if (!desired.digest().equals(board.digest())) {
      board.inSync(false);
    }
    done = null;
    boolean leave = fresh && !now.selfHeal() && board.wasApplied(desired.digest());
    if (leave && !desired.objects().isEmpty()) {
      LOG.info("{}: comparing only, because selfHeal is off", id);
      board.busy("Comparing", "comparing with the cluster; nothing is reverted");
      surveyed = new Goal(desired.digest(), now.policy());
      survey.start(desired.objects());
      return;
    }
    fresh = false;
    Operation operation = operation(now, desired);
    SyncRun started = new SyncRun(++number, operation, operation.id().startedAt(), this);
    run = started;
    hooks = new HookDesk(number, operation, around, post);
    LOG.info("{}: syncing {} objects of revision {}", id, table.size(), desired.revision());
    started.start();
    finishIfEnded();
  }

  /** A new operation, or the one that the process before this one left behind. */
  private Operation operation(Settings now, Desired desired) {
    Optional<OperationRecord> left =
        number == 0
            ? board.unfinished().filter(record -> record.digest().equals(desired.digest()))
            : Optional.empty();
    if (left.isPresent()) {
      LOG.info("{}: taking up the sync that was interrupted", id);
      return Operation.resume(desired, table::inPlace, now.policy(), left.get());
    }
    // Only so much of the time is kept in the status, and hooks carry it.
    Instant start = around.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    OperationId operationId = new OperationId(desired.revision(), start);
    return Operation.plan(desired, table::inPlace, now.policy(), operationId, attempts.next());
  }

  /** Whether a sync waits until its status is written. */
  boolean saving() {
    return hooks != null && hooks.saving();
  }

  /** Ends the running sync as soon as nothing of it is on its way. */
  void supersede() {
    survey.cancel();
    if (run != null) {
      run.supersede();
      finishIfEnded();
    }
  }

  /** Forgets earlier failures, because a person changed something. */
  void forgive() {
    attempts.forgive();
  }

  /** Takes a message about writes or waits; returns whether a sync ended. */
  boolean receive(Message message) {
    SyncRun current = run;
    switch (message) {
      case Message.WriteDone(long operation, Prepared object, WriteOutcome outcome) -> {
        around.metrics().writes.increment();
        ObjectRef ref = object.ref();
        table
            .find(ref)
            .ifPresent(
                entry -> drift.written(entry, object, outcome, operation == ObjectWrites.REPAIR));
        if (hooks != null && outcome instanceof WriteOutcome.Written written) {
          hooks.written(ref, written.health().status());
        }
        if (current != null && current.number() == operation) {
          current.observe(
              switch (outcome) {
                case WriteOutcome.Written written -> new Observation.Applied(ref, written.change());
                case WriteOutcome.NotWritten refused ->
                    new Observation.Refused(ref, refused.rejection());
              });
        }
        healthChanged(ref);
      }
      case Message.WriteDue(long operation, Prepared object) -> {
        if (current != null && current.number() == operation) {
          apply(operation, object, Duration.ZERO);
        }
      }
      case Message.DeleteDone(long operation, Owned object, String error)
          when current != null && current.number() == operation -> {
        around.metrics().deletions.increment();
        current.observe(
            error.isEmpty()
                ? new Observation.Deleted(object.ref())
                : new Observation.NotDeleted(object.ref(), error));
      }
      case Message.CheckDone(long operation, Prepared object, Optional<ApplyResult.Rejected> why)
          when current != null && current.number() == operation ->
          current.observe(
              why.isEmpty()
                  ? new Observation.Checked(object.ref())
                  : new Observation.Refused(object.ref(), why.get()));
      case Message.HookCleared _, Message.HookDue _, Message.HookEnded _, Message.StatusWritten _
          when current != null && hooks != null ->
          hooks.receive(message).ifPresent(current::observe);
      case Message.WakeDue(long operation, int ticket)
          when current != null && current.number() == operation ->
          current.observe(new Observation.Woken(ticket));
      case Message.InventoryReady(long operation)
          when current != null && current.number() == operation ->
          current.observe(new Observation.Inventory(inventory()));
      default -> {}
    }
    return finishIfEnded();
  }

  /** An object was compared; returns whether that was the last one. */
  boolean compared(Message.Compared answer) {
    if (!survey.counts(answer)) {
      return false;
    }
    if (!drift.compared(answer.object(), answer.result())) {
      survey.again(answer.object());
    }
    if (survey.running()) {
      return false;
    }
    fresh = false;
    done = surveyed;
    return true;
  }

  /** The time for another try has come; returns whether it is still wanted. */
  boolean retry(Message.RetryDue due) {
    return attempts.due(due);
  }

  /** A new version of an object may be what the sync waits for. */
  void seen(LiveObject live) {
    if (hooks != null) {
      hooks.seen(live);
    }
    healthChanged(live.ref());
  }

  /** An object is gone: a hook that ran, or one that was in the way. */
  void gone(ObjectRef ref) {
    if (hooks != null) {
      hooks.gone(ref);
      healthChanged(ref);
    }
  }

  /** The health of an object may be what the sync waits for. */
  void healthChanged(ObjectRef ref) {
    if (run != null) {
      run.healthChanged(ref);
      if (finishIfEnded()) {
        lookAgain.run();
      }
    }
  }

  /** Writes to the board what a running sync does. */
  void describe() {
    if (run != null) {
      board.running(run.operation(), run.startedAt());
      board.busy("Syncing", run.operation().message());
    }
  }

  @Override
  public void apply(long operation, Prepared object, Duration pause) {
    if (hooks != null && hooks.runs(object.ref())) {
      writes.applyHook(operation, object, pause);
    } else {
      writes.apply(operation, object, pause);
    }
  }

  @Override
  public void delete(long operation, Owned object) {
    writes.delete(operation, object);
  }

  @Override
  public void takeInventory(long operation) {
    around.watches().whenComplete(() -> post.accept(new Message.InventoryReady(operation)));
  }

  @Override
  public void wake(long operation, Duration after, int ticket) {
    around.timer().after(after, () -> post.accept(new Message.WakeDue(operation, ticket)));
  }

  @Override
  public Map<ObjectRef, HealthState> healths(Set<ObjectRef> refs) {
    Map<ObjectRef, HealthState> healths = new HashMap<>(table.healths(refs));
    if (hooks != null) {
      healths.putAll(hooks.healths(refs));
    }
    return healths;
  }

  @Override
  public void check(long operation, Prepared object) {
    around
        .threads()
        .execute(() ->
            post.accept(new Message.CheckDone(operation, object, around.writer().check(object))));
  }

  @Override
  public void save(long operation, OperationRecord record) {
    if (hooks != null) {
      hooks.save(record);
    }
  }

  @Override
  public void clearHook(long operation, PreparedHook hook) {
    if (hooks != null) {
      hooks.clear(hook);
    }
  }

  @Override
  public void endHook(long operation, PreparedHook hook, boolean delete) {
    if (hooks != null) {
      hooks.end(hook, delete);
    }
  }

  private List<Owned> inventory() {
    Set<KindName> listed = around.watches().listed();
    notPruned = Set.copyOf(around.watches().unlisted().keySet());
    return around.router().inventory(id).stream()
        .filter(object -> !around.router().claimedByOther(object.ref(), id))
        .filter(object -> listed.contains(KindName.of(object.ref())))
        .toList();
  }

  private boolean finishIfEnded() {
    SyncRun ended = run;
    if (ended == null || !ended.ended()) {
      return false;
    }
    run = null;
    hooks = null;
    Operation operation = ended.operation();
    HistoryEntry entry = board.ended(operation, ended.startedAt());
    Goal goal = Goal.of(operation);
    switch (operation.phase()) {
      case SUCCEEDED -> {
        done = goal;
        forgive();
        board.stalled("", "");
        board.applied(operation.desired().revision(), operation.desired().digest());
        board.inSync(true);
        board.busy("", "");
        around.metrics().syncsSucceeded.increment();
        LOG.info("{}: synced to {}: {}", id, entry.revision(), entry.message());
      }
      case FAILED -> {
        done = null;
        board.inSync(false);
        around.metrics().syncsFailed.increment();
        LOG.warn("{}: sync to {} failed: {}", id, entry.revision(), entry.message());
        attempts.failed(goal, operation.message(), settings);
      }
      case SUPERSEDED, RUNNING, ERROR ->
          LOG.info("{}: sync to {} was superseded", id, entry.revision());
    }
    around
        .metrics()
        .syncMillis
        .add(Duration.between(ended.startedAt(), around.clock().instant()).toMillis());
    boolean idle =
        operation.phase() == OperationPhase.SUPERSEDED && !operation.tally().changedAnything();
    if (!idle && !board.repeats(entry, operation.tally())) {
      board.remember(entry);
      around.reporter().journal(JournalEntry.sync(id, entry));
    }
    return true;
  }
}
