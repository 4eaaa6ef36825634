package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.JournalEntry;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationPhase;
import io.freehold.engine.Operation;
import io.freehold.engine.Prepared;
import io.freehold.engine.PreparedHook;
import io.freehold.engine.PruneRules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the status, the journal, the metrics and the log how syncs ended. */
final class SyncResults {
  private static final Logger LOG = LoggerFactory.getLogger(SyncResults.class);

  private final ApplicationId id;
  private final Surroundings around;
  private final StatusBoard board;

  SyncResults(ApplicationId id, Surroundings around, StatusBoard board) {
    this.id = id;
    this.around = around;
    this.board = board;
  }

  /** A sync ended. */
  void record(Operation operation, Instant startedAt) {
    String before = board.revision();
    HistoryEntry entry = board.syncs().ended(operation, startedAt);
    switch (operation.phase()) {
      case SUCCEEDED -> {
        board.stalled("", "");
        board.applied(operation.desired().revision(), operation.desired().digest());
        board.compared(operation.desired().revision());
        board.hasDeletionHooks(operation.desired());
        board.inSync(true);
        board.busy("", "");
        around.metrics().syncsSucceeded.increment();
        LOG.info("{}: synced to {}: {}", id, entry.revision(), entry.message());
      }
      case FAILED -> {
        board.inSync(false);
        around.metrics().syncsFailed.increment();
        LOG.warn("{}: sync to {} failed: {}", id, entry.revision(), entry.message());
      }
      case SUPERSEDED, RUNNING, ERROR ->
          LOG.info("{}: sync to {} was superseded", id, entry.revision());
    }
    around
        .metrics()
        .syncMillis
        .add(Duration.between(startedAt, around.clock().instant()).toMillis());
    remember(operation, entry, before);
  }

  /** Hooks of the application's deletion ended. */
  void recordDeletion(Operation operation, Instant startedAt) {
    HistoryEntry entry = board.syncs().ended(operation, startedAt);
    board.busy("", "");
    if (operation.phase() == OperationPhase.SUCCEEDED) {
      operation.desired().hooks().stream()
          .map(PreparedHook::phase)
          .distinct()
          .forEach(phase -> board.ranDeletionHooks(phase.text()));
      LOG.info("{}: hooks of its deletion: {}", id, entry.message());
    } else {
      LOG.warn("{}: hooks of its deletion: {}", id, entry.message());
    }
    around.reporter().journal(JournalEntry.sync(id, entry));
  }

  /** A sync ended that somebody asked for. */
  void recordAsked(
      Request asked,
      Operation operation,
      Instant startedAt,
      SyncCommands commands,
      ObjectTable table) {
    boolean dryRun = asked.asks().dryRun();
    if (dryRun) {
      completeBook(operation, table);
    }
    if (dryRun && operation.policy().prune() && operation.phase() == OperationPhase.SUCCEEDED) {
      wouldPrune(operation, commands);
    }
    if (asked.isWhole()) {
      record(operation, startedAt);
      return;
    }
    HistoryEntry entry = board.syncs().ended(operation, startedAt);
    board.busy("", "");
    LOG.info(
        "{}: {} of {}: {}", id, dryRun ? "dry run" : "sync", entry.revision(), entry.message());
    if (!dryRun && !asked.asks().isSelective()) {
      remember(operation, entry, board.revision());
    }
  }

  /** What was not asked about is in place, or cannot be judged before something else is there. */
  private void completeBook(Operation operation, ObjectTable table) {
    ResultBook book = board.syncs().book();
    for (Prepared object : operation.desired().objects()) {
      if (!book.tells(object.ref())) {
        boolean inPlace = table.inPlace(object);
        book.note(
            object.ref(),
            inPlace ? ResultBook.UNCHANGED : ResultBook.CREATED,
            inPlace ? "" : "not checked: what it needs comes with the same sync");
      }
    }
  }

  private void wouldPrune(Operation operation, SyncCommands commands) {
    Set<ObjectRef> wanted = new HashSet<>(operation.desired().refs());
    wanted.addAll(operation.desired().spared());
    PruneRules.stages(id, wanted, commands.inventory(), operation.policy().confirmed()).stream()
        .flatMap(List::stream)
        .forEach(object -> board.syncs().book().note(object.ref(), ResultBook.PRUNED, ""));
  }

  /**
   * @param before the revision that was applied before
   */
  private void remember(Operation operation, HistoryEntry entry, String before) {
    boolean idle =
        operation.phase() == OperationPhase.SUPERSEDED && !operation.tally().changedAnything();
    if (!idle && !board.syncs().repeats(entry, operation.tally())) {
      board.syncs().remember(entry);
      around
          .reporter()
          .journal(
              JournalEntry.sync(id, entry)
                  .with(around.sources().commits(before, entry.revision())));
    }
  }
}
