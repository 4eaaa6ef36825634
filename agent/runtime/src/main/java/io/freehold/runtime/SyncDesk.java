package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Desired;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Operation;
import io.freehold.engine.OperationId;
import io.freehold.engine.OperationPolicy;
import io.freehold.engine.OperationRecord;
import io.freehold.engine.Prepared;
import io.freehold.engine.SyncWindows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the syncs of one application, one after the other: starts, supersedes and retries them. What
 * they ask for is with {@link SyncCommands}, what they leave behind with {@link SyncResults}. Owned
 * by the application's actor.
 */
final class SyncDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SyncDesk.class);

  private final ApplicationId id;
  private final Surroundings around;
  private final ObjectTable table;
  private final DriftKeeper drift;
  private final StatusBoard board;
  private final Consumer<Message> post;
  private final Runnable lookAgain;
  private final CompareDesk compares;
  private final ObjectWrites writes;
  private final Attempts attempts;
  private final SyncResults results;

  private long number;
  private @Nullable CurrentSync current;
  private @Nullable Settings settings;
  private SyncRules usual = SyncRules.NONE;
  private @Nullable Goal done;
  private boolean fresh = true;
  private @Nullable Goal hooksRan;
  private boolean onlyTidies;
  private Set<KindName> notPruned = Set.of();
  private final RequestDesk requests;

  SyncDesk(
      ApplicationId id,
      Surroundings around,
      ObjectTable table,
      DriftKeeper drift,
      StatusBoard board,
      ObjectWrites writes,
      RequestDesk requests,
      Consumer<Message> post,
      Runnable lookAgain) {
    this.id = id;
    this.around = around;
    this.table = table;
    this.drift = drift;
    this.board = board;
    this.post = post;
    this.lookAgain = lookAgain;
    this.compares = new CompareDesk(id, around, table, drift, board, post);
    this.writes = writes;
    this.requests = requests;
    this.attempts = new Attempts(board, around.timer(), post);
    this.results = new SyncResults(id, around, board);
  }

  boolean running() {
    return current != null;
  }

  /**
   * Whether a new sync has to start now. A running one for something else is superseded; when it
   * ends, this is asked again.
   */
  boolean needed(Settings now, Rendering.Ready ready, String revision) {
    settings = now;
    Goal goal = new Goal(ready.desired().digest(), now.policy(), now.sync());
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
    if (current != null && !goal.equals(current.goal())) {
      supersede();
    }
    if (current != null) {
      return false;
    }
    if (compares.running()) {
      if (goal.equals(compares.goal())) {
        return false;
      }
      compares.cancel();
    }
    if (goal.equals(done) && !around.watches().unlisted().keySet().containsAll(notPruned)) {
      // A kind that could not be listed is back: what Git dropped meanwhile is still there.
      done = null;
      hooksRan = goal;
    }
    if (goal.equals(done)) {
      board.applied(revision, goal.digest());
      board.compared(revision);
      board.hasDeletionHooks(ready.desired());
      board.inSync(true);
      board.busy("", "");
      return false;
    }
    return attempts.mayTry(goal);
  }

  /** Starts a sync; its objects are claimed and their kinds are watched. */
  void start(Settings now, Desired desired) {
    table.want(desired.refs(), desired.spared());
    if (!desired.digest().equals(board.digest())) {
      board.inSync(false);
    }
    done = null;
    Goal goal = new Goal(desired.digest(), now.policy(), now.sync());
    boolean applied = fresh && board.wasApplied(desired.digest());
    boolean failed = fresh && board.failedBefore(desired.digest()).isPresent();
    // What was changed while no agent ran is reported like what is changed while one does; what
    // failed is not tried again because of a restart.
    if (failed || (applied && !now.selfHeal() && !desired.objects().isEmpty())) {
      if (compares.compare(goal, desired, applied)) {
        compared(goal);
      }
      return;
    }
    boolean again = applied || goal.equals(hooksRan);
    fresh = false;
    hooksRan = null;
    if (again) {
      board.syncs().quietly();
    } else {
      board.syncs().unasked();
    }
    // What the project took out of reach is not deleted either.
    run(
        goal,
        operation(now.policy(), again ? desired.withoutHooks() : desired, attempts.next()),
        ref -> now.rules().object(ref).isEmpty(),
        null);
  }

  /**
   * Starts a sync that somebody asked for.
   *
   * @param desired all objects of what it is about
   * @param chosen those that it applies
   * @param attempt 1 for the first
   */
  void startAsked(Request asked, Desired desired, Desired chosen, int attempt) {
    boolean dryRun = asked.asks().dryRun();
    compares.cancel();
    if (!dryRun) {
      compares.forget();
      table.want(desired.refs(), desired.spared());
      done = null;
      fresh = false;
    }
    board.syncs().again();
    usual = table.rules();
    table.rules(asked.settings().sync());
    OperationPolicy whole = asked.settings().policy();
    // A selection may be of nothing but what Git no longer has.
    OperationPolicy policy = asked.asks().isSelective() ? whole.withAllowEmpty() : whole;
    // A dry run asks about objects that are known to be in place, too. What the others live on is
    // told apart, because they cannot be judged before it is there.
    run(
        new Goal(chosen.digest(), policy, asked.settings().sync()),
        dryRun
            ? Operation.plan(chosen, this::isFoundation, policy, newId(chosen), attempt)
            : operation(policy, chosen, attempt),
        ref -> asked.selects(ref) && asked.settings().rules().object(ref).isEmpty(),
        asked);
  }

  /** Whether hooks of the application's deletion run. */
  boolean deletes() {
    return current != null && current.operation().desired().deletes();
  }

  /**
   * Starts the hooks of one phase of the application's deletion.
   *
   * @return whether they run; false when they failed, and wait for the next try
   */
  boolean startDeletion(Settings now, Desired hooks) {
    settings = now;
    compares.cancel();
    Goal goal = new Goal(hooks.digest(), now.policy(), now.sync());
    if (current == null && attempts.mayTry(goal)) {
      board.syncs().unasked();
      run(goal, operation(now.policy(), hooks, attempts.next()), _ -> false, null);
    }
    return current != null;
  }

  private void run(
      Goal goal, Operation operation, Predicate<ObjectRef> pruned, @Nullable Request request) {
    var commands = new SyncCommands(id, ++number, operation, pruned, around, table, writes, post);
    CurrentSync started =
        new CurrentSync(
            goal,
            new SyncRun(number, operation, operation.id().startedAt(), commands),
            commands,
            request,
            board,
            around.metrics());
    current = started;
    LOG.info(
        "{}: syncing {} objects of revision {}",
        id,
        operation.desired().objects().size(),
        operation.desired().revision());
    started.start();
    new LeftHooks(id, around).letGo(operation);
    finishIfEnded();
  }

  /** The request that runs now, if one does. */
  Optional<Request> request() {
    return current == null ? Optional.empty() : current.request();
  }

  /** Whether the running sync applies these objects. */
  boolean isFor(String digest) {
    return current != null && current.operation().desired().digest().equals(digest);
  }

  /** How often in a row objects could not be applied. */
  int failures(String digest) {
    return attempts.failures(digest);
  }

  /** Whether it may not go on, because the window that let it start has closed. */
  boolean overran(SyncWindows windows, Instant now) {
    return current != null && current.overran(windows, now);
  }

  /** Ends the running sync, because its window has closed; the next one waits for a window. */
  void closeWindow() {
    if (current != null) {
      current.closeWindow();
      finishIfEnded();
    }
  }

  /** Ends the running sync, and tries none again, because a person wants that. */
  void terminate() {
    if (current != null) {
      current.terminate();
      finishIfEnded();
    } else {
      attempts.giveUp();
    }
  }

  /** Relies on nothing that is known of objects. */
  void distrust() {
    done = null;
    compares.forget();
    table.distrust();
  }

  private boolean isFoundation(Prepared object) {
    String kind = object.ref().kind();
    return (kind.equals("Namespace") || kind.equals("CustomResourceDefinition"))
        && table.inPlace(object);
  }

  private OperationId newId(Desired desired) {
    // Only so much of the time is kept in the status, and hooks carry it.
    return new OperationId(
        desired.revision(), around.clock().instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** A new operation, or the one that the process before this one left behind. */
  private Operation operation(OperationPolicy policy, Desired desired, int attempt) {
    Optional<OperationRecord> left =
        number == 0
            ? board.syncs().unfinished().filter(record -> record.digest().equals(desired.digest()))
            : Optional.empty();
    if (left.isPresent()) {
      LOG.info("{}: taking up the sync that was interrupted", id);
      onlyTidies = left.get().ending().isPresent();
      return Operation.resume(desired, table::inPlace, policy, left.get());
    }
    return Operation.plan(desired, table::inPlace, policy, newId(desired), attempt);
  }

  /** Whether a sync waits until its status is written. */
  boolean saving() {
    return current != null && current.saving();
  }

  /** Ends the running sync as soon as nothing of it is on its way. */
  void supersede() {
    compares.cancel();
    if (current != null) {
      current.supersede();
      finishIfEnded();
    }
  }

  /** Forgets earlier failures, because a person changed something. */
  void forgive() {
    attempts.forgive();
  }

  /** Takes a message about writes or waits; returns whether a sync ended. */
  boolean receive(Message message) {
    if (message instanceof Message.WriteDone done) {
      written(done);
    } else if (current != null) {
      current.receive(message);
    }
    return finishIfEnded();
  }

  private void written(Message.WriteDone answer) {
    around.metrics().writes.increment();
    ObjectRef ref = answer.object().ref();
    boolean repair = answer.operation() == ObjectWrites.REPAIR;
    table
        .find(ref)
        .ifPresent(entry -> drift.written(entry, answer.object(), answer.outcome(), repair));
    if (current != null) {
      current.written(answer);
    }
    healthChanged(ref);
  }

  /** An object was compared; returns whether that was the last one of a survey. */
  boolean compared(Message.Compared answer) {
    if (answer.survey() == Survey.NONE) {
      drift.comparedAgain(answer.object(), answer.result());
      return false;
    }
    if (!compares.compared(answer)) {
      return false;
    }
    Goal compared = compares.goal();
    if (fresh && compared != null) {
      compared(compared);
    } else if (attempts.exhausted()) {
      board.busy("", "");
    }
    return true;
  }

  /** What the process before this one left is known now. */
  private void compared(Goal goal) {
    fresh = false;
    Optional<StatusBoard.Failure> failure = board.failedBefore(goal.digest());
    if (failure.isPresent()) {
      attempts.inherit(goal, failure.get(), settings);
    } else {
      done = goal;
    }
  }

  /**
   * Compares the cluster with what Git wants and changes nothing. A sync that runs goes on: it was
   * asked for.
   */
  void compareOnly(Settings now, Rendering.Ready ready, String revision) {
    settings = now;
    if (current != null) {
      return;
    }
    // Whether anything is done without being asked may change, and then that starts afresh.
    done = null;
    fresh = false;
    attempts.forgive();
    Goal goal = new Goal(ready.desired().digest(), now.policy(), now.sync());
    if (compares.compare(goal, ready.desired(), board.wasApplied(goal.digest()))) {
      board.compared(revision);
      board.inSync(true);
      board.busy("", "");
    }
  }

  /** The time for another try has come; returns whether it is still wanted. */
  boolean retry(Message.RetryDue due) {
    return attempts.due(due);
  }

  /** A new version of an object may be what the sync waits for. */
  void seen(LiveObject live) {
    if (current != null) {
      current.seen(live);
    }
    healthChanged(live.ref());
  }

  /** An object was looked at: a hook of which no event tells any more. */
  void looked(ObjectRef ref, Optional<LiveObject> live) {
    if (current != null && current.runsHook(ref)) {
      current.looked(ref, live);
      healthChanged(ref);
    }
  }

  /** An object is gone: a hook that ran, or one that was in the way. */
  void gone(ObjectRef ref) {
    if (current != null) {
      current.gone(ref);
      healthChanged(ref);
    }
  }

  /** The health of an object may be what the sync waits for. */
  void healthChanged(ObjectRef ref) {
    if (current != null) {
      current.healthChanged(ref);
      if (finishIfEnded()) {
        lookAgain.run();
      }
    }
  }

  /** Writes to the board what a running sync does. */
  void describe() {
    if (current != null) {
      current.describe();
    }
  }

  private boolean finishIfEnded() {
    CurrentSync ended = current;
    if (ended == null || !ended.ended()) {
      return false;
    }
    current = null;
    notPruned = ended.commands().notPruned();
    Goal goal = ended.goal();
    Operation operation = ended.operation();
    if (operation.desired().deletes()) {
      results.recordDeletion(operation, ended.startedAt());
      if (operation.phase() == OperationPhase.FAILED && settings != null) {
        attempts.failedForNow(goal, operation.message(), settings.pauses());
      }
      return true;
    }
    boolean tidied = onlyTidies;
    onlyTidies = false;
    if (ended.request().isPresent()) {
      table.rules(usual);
      results.recordAsked(
          ended.request().get(), operation, ended.startedAt(), ended.commands(), table);
      requests.ended(operation.phase(), ended.terminated() || ended.closed());
      return true;
    }
    results.record(operation, ended.startedAt());
    switch (operation.phase()) {
      case SUCCEEDED -> {
        // The process before applied it, this one only tidied up: it has looked at no object yet.
        done = tidied ? null : goal;
        hooksRan = tidied ? goal : null;
        forgive();
      }
      case FAILED -> {
        done = null;
        if (ended.terminated()) {
          attempts.giveUp(goal);
        } else if (!ended.closed()) {
          attempts.failed(goal, operation.message(), settings);
        }
        if (attempts.exhausted()) {
          // It stays like this: the status tells what differs.
          compares.forget();
          compares.compare(goal, operation.desired(), false);
        }
      }
      case SUPERSEDED, RUNNING, ERROR -> {}
    }
    return true;
  }
}
