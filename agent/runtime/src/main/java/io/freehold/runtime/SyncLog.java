package io.freehold.runtime;

import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ApplicationStatus.Operation;
import io.freehold.api.OperationPhase;
import io.freehold.api.TakenOperation;
import io.freehold.engine.OperationRecord;
import io.freehold.engine.Tally;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an Application's status says of its syncs: the running or last one, and those before. Owned
 * by the actor.
 */
final class SyncLog {
  private final Clock clock;
  private final Operation inherited;
  private final List<HistoryEntry> history;
  private Operation operation;
  private @Nullable TakenOperation taken;
  private ResultBook book = new ResultBook();
  private boolean quiet;

  SyncLog(ApplicationStatus before, Clock clock) {
    this.clock = clock;
    this.inherited = before.operation();
    this.operation = before.operation();
    this.history = new ArrayList<>(before.history());
  }

  /** The current or last sync. */
  Operation operation() {
    return operation;
  }

  /** The last syncs, newest first. */
  List<HistoryEntry> history() {
    return history;
  }

  /** From now on a request is carried out. */
  void asked(TakenOperation request) {
    quiet = false;
    taken = request;
    book = new ResultBook();
  }

  /** From now on, nobody asked for what is done. */
  void unasked() {
    taken = null;
    book = new ResultBook();
    quiet = false;
  }

  /**
   * What is done now looks whether all is still in place after an earlier sync, which stays the
   * last one unless something has to be done.
   */
  void quietly() {
    unasked();
    quiet = true;
  }

  /** What the current or last sync did to objects. */
  ResultBook book() {
    return book;
  }

  /** Another attempt begins. */
  void again() {
    book = new ResultBook();
  }

  private Operation asAsked(Operation plain, boolean over) {
    return taken == null ? plain : plain.askedFor(taken, over ? book.results() : List.of());
  }

  /** A request waits. */
  void pending(String why) {
    boolean same = taken != null && operation.id().equals(taken.id());
    operation =
        asAsked(
            new Operation(
                OperationPhase.RUNNING,
                taken == null ? "" : taken.request().revision(),
                same ? operation.startedAt() : text(clock.instant()),
                "",
                why,
                same ? operation.attempt() : 0,
                "",
                List.of(),
                "",
                ""),
            true);
  }

  /** A request cannot be carried out, or is given up. */
  void refused(String why) {
    String now = text(clock.instant());
    operation =
        asAsked(
            new Operation(
                OperationPhase.ERROR,
                taken == null ? "" : taken.request().revision(),
                now,
                now,
                why,
                operation.attempt(),
                "",
                List.of(),
                "",
                ""),
            true);
  }

  /** What the running operation says of itself. */
  void running(io.freehold.engine.Operation running, Instant startedAt) {
    if (quiet) {
      return;
    }
    OperationRecord record = running.record();
    operation =
        asAsked(
            new Operation(
                OperationPhase.RUNNING,
                running.desired().revision(),
                text(startedAt),
                "",
                running.message(),
                running.attempt(),
                running.desired().hooks().isEmpty() ? "" : running.desired().digest(),
                Records.hooks(record),
                record.ending().map(ending -> ending.phase().toString()).orElse(""),
                record.ending().map(OperationRecord.Ending::message).orElse("")),
            false);
  }

  /**
   * The operation that the process before this one left behind, if it can be taken up: by the same
   * request, or when nobody asked for it.
   */
  Optional<OperationRecord> unfinished() {
    return Records.of(inherited)
        .filter(_ -> inherited.id().equals(taken == null ? "" : taken.id()));
  }

  /** Whether a status that was written says how far a running operation is. */
  static boolean says(ApplicationStatus status, OperationRecord record) {
    return Records.of(status.operation()).filter(record::equals).isPresent();
  }

  /** An operation ended; makes it a line of the history when it was one. */
  HistoryEntry ended(io.freehold.engine.Operation ended, Instant startedAt) {
    String now = text(clock.instant());
    Tally tally = ended.tally();
    if (!quiet || ended.phase() == OperationPhase.FAILED || tally.changedAnything()) {
      operation =
          asAsked(
              new Operation(
                  ended.phase(),
                  ended.desired().revision(),
                  text(startedAt),
                  now,
                  ended.message(),
                  ended.attempt(),
                  "",
                  Records.hooks(ended.record()),
                  "",
                  ""),
              true);
    }
    quiet = false;
    return new HistoryEntry(
        history.isEmpty() ? 1 : history.getFirst().id() + 1,
        ended.phase(),
        ended.desired().revision(),
        ended.desired().digest(),
        text(startedAt),
        now,
        ended.message(),
        tally.created(),
        tally.updated(),
        tally.pruned(),
        taken == null ? "" : taken.request().initiatedBy().username(),
        book.changes(),
        book.images());
  }

  /**
   * Whether an ended operation only found what the newest line of the history tells already: the
   * same objects after a restart, or the same failure again.
   */
  boolean repeats(HistoryEntry entry, Tally tally) {
    if (history.isEmpty() || tally.changedAnything()) {
      return false;
    }
    HistoryEntry newest = history.getFirst();
    return newest.phase() == entry.phase()
        && newest.digest().equals(entry.digest())
        && (entry.phase() == OperationPhase.SUCCEEDED || newest.message().equals(entry.message()));
  }

  void remember(HistoryEntry entry) {
    history.addFirst(entry);
    while (history.size() > ApplicationStatus.HISTORY_LIMIT) {
      history.removeLast();
    }
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
