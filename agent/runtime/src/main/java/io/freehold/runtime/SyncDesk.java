package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Desired;
import io.freehold.engine.Observation;
import io.freehold.engine.Operation;
import io.freehold.engine.Owned;
import io.freehold.engine.Prepared;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
  /** Stands for no operation: the write is a repair. */
  static final long REPAIR = 0;

  private static final Logger LOG = LoggerFactory.getLogger(SyncDesk.class);

  private final ApplicationId id;
  private final Surroundings around;
  private final ObjectTable table;
  private final DriftKeeper drift;
  private final StatusBoard board;
  private final Consumer<Message> post;
  private final Runnable lookAgain;
  private final Survey survey;

  private long number;
  private long attempts;
  private int failures;
  private @Nullable SyncRun run;
  private @Nullable Settings settings;
  private @Nullable Goal done;
  private @Nullable Goal failed;
  private @Nullable Goal surveyed;
  private boolean fresh = true;
  private Set<KindName> notPruned = Set.of();

  /** What a sync is for: another commit with the same objects is the same goal. */
  private record Goal(String digest, Operation.Policy policy) {}

  SyncDesk(
      ApplicationId id,
      Surroundings around,
      ObjectTable table,
      DriftKeeper drift,
      StatusBoard board,
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
    if (ready.desired().objects().isEmpty() && !now.policy().allowEmpty()) {
      board.notRendered(
          "Empty",
          "there is no object in "
              + (now.source().path().isEmpty() ? "the repository" : now.source().path())
              + "; nothing is pruned unless spec.sync.automated.allowEmpty is set");
      board.busy("", "");
      return false;
    }
    if (run != null) {
      Operation operation = run.operation();
      if (!new Goal(operation.desired().digest(), operation.policy()).equals(goal)) {
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
    if (failed != null && !goal.equals(failed)) {
      forgive();
    }
    return failed == null;
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
    Operation operation = Operation.plan(desired, table::inPlace, now.policy(), failures + 1);
    SyncRun started = new SyncRun(++number, operation, around.clock().instant(), this);
    run = started;
    LOG.info("{}: syncing {} objects of revision {}", id, table.size(), desired.revision());
    started.start();
    finishIfEnded();
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
    failures = 0;
    failed = null;
    attempts++;
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
            .ifPresent(entry -> drift.written(entry, object, outcome, operation == REPAIR));
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
          write(operation, object);
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
    if (due.attempt() != attempts || failed == null) {
      return false;
    }
    failed = null;
    return true;
  }

  /** A new version of an object may be what the sync waits for. */
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
    if (pause.isZero()) {
      write(operation, object);
    } else {
      around.timer().after(pause, () -> post.accept(new Message.WriteDue(operation, object)));
    }
  }

  /** Writes an object, after the write that is on its way. */
  void write(long operation, Prepared object) {
    ObjectEntry entry = table.find(object.ref()).orElse(null);
    if (entry == null || around.router().claimedByOther(object.ref(), id)) {
      post.accept(new Message.WriteDone(operation, object, notOurs(object.ref())));
    } else if (entry.busy && operation != REPAIR) {
      entry.next = () -> write(operation, object);
    } else {
      entry.busy = true;
      around
          .threads()
          .execute(() ->
              post.accept(new Message.WriteDone(operation, object, around.writer().write(object))));
    }
  }

  @Override
  public void delete(long operation, Owned object) {
    around
        .threads()
        .execute(() ->
            post.accept(new Message.DeleteDone(operation, object, around.writer().delete(object))));
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
    return table.healths(refs);
  }

  private List<Owned> inventory() {
    Set<KindName> listed = around.watches().listed();
    notPruned = Set.copyOf(around.watches().unlisted().keySet());
    return around.router().inventory(id).stream()
        .filter(object -> !around.router().claimedByOther(object.ref(), id))
        .filter(object -> listed.contains(KindName.of(object.ref())))
        .toList();
  }

  private static WriteOutcome notOurs(ObjectRef ref) {
    return new WriteOutcome.NotWritten(
        new ApplyResult.Rejected(
            ApplyResult.Retry.LATER,
            0,
            "Claimed",
            ref + " is wanted by another application too; keep it in one of them"));
  }

  private boolean finishIfEnded() {
    SyncRun ended = run;
    if (ended == null || !ended.ended()) {
      return false;
    }
    run = null;
    Operation operation = ended.operation();
    HistoryEntry entry = board.ended(operation, ended.startedAt());
    Goal goal = new Goal(operation.desired().digest(), operation.policy());
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
        failed = goal;
        board.inSync(false);
        around.metrics().syncsFailed.increment();
        LOG.warn("{}: sync to {} failed: {}", id, entry.revision(), entry.message());
        planRetry(operation);
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

  private void planRetry(Operation operation) {
    failures++;
    Settings now = settings;
    if (now == null || (now.retryLimit() >= 0 && failures > now.retryLimit())) {
      board.stalled("RetriesExhausted", operation.message());
      board.busy("", "");
      return;
    }
    Duration pause = now.pauses().after(failures);
    long attempt = ++attempts;
    board.busy("WaitingForRetry", "again in " + pause.toSeconds() + " s: " + operation.message());
    around.timer().after(pause, () -> post.accept(new Message.RetryDue(attempt)));
  }
}
