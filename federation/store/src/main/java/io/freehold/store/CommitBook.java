package io.freehold.store;

import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Adds new syncs to what is known of their commits. */
final class CommitBook {
  private static final String SYNC =
      """
      insert into commit_sync as c (revision, cluster, first_at, last_at, succeeded, failed,
        last_sequence, last_phase, last_message)
      values (:revision, :cluster, :at, :at, :succeeded, :failed, :sequence, :phase, :message)
      on conflict (revision, cluster) do update set
        first_at = least(c.first_at, excluded.first_at),
        last_at = greatest(c.last_at, excluded.last_at),
        succeeded = c.succeeded + excluded.succeeded,
        failed = c.failed + excluded.failed,
        last_phase = case when excluded.last_sequence > c.last_sequence
          then excluded.last_phase else c.last_phase end,
        last_message = case when excluded.last_sequence > c.last_sequence
          then excluded.last_message else c.last_message end,
        last_sequence = greatest(c.last_sequence, excluded.last_sequence)
      """;
  // All clusters write the row of a commit that they all sync: only when it says something new.
  private static final String SEEN =
      """
      insert into commit_seen as c (revision, first_at, last_at)
      values (:revision, :first, :last)
      on conflict (revision) do update set
        first_at = least(c.first_at, excluded.first_at),
        last_at = greatest(c.last_at, excluded.last_at)
      where excluded.first_at < c.first_at or excluded.last_at > c.last_at + interval '1 second'
      """;

  private CommitBook() {}

  /**
   * Adds syncs of one cluster.
   *
   * @param entries journal entries that were not there before
   */
  static void add(Handle handle, String cluster, List<Incoming.Entry> entries) {
    // Sorted: two transactions that touch the same commits must do it in the same order.
    Map<String, List<Incoming.Entry>> commits =
        entries.stream()
            .filter(entry -> entry.entry().kind() == JournalEntry.Kind.SYNC)
            .filter(entry -> !entry.entry().sync().revision().isEmpty())
            .collect(
                Collectors.groupingBy(
                    entry -> entry.entry().sync().revision(), TreeMap::new, Collectors.toList()));
    if (commits.isEmpty()) {
      return;
    }
    PreparedBatch syncs = handle.prepareBatch(SYNC);
    PreparedBatch seen = handle.prepareBatch(SEEN);
    commits.forEach((revision, of) -> {
      for (Incoming.Entry entry : of) {
        HistoryEntry sync = entry.entry().sync();
        syncs
            .bind("revision", revision)
            .bind("cluster", cluster)
            .bind("at", time(entry))
            .bind("succeeded", sync.phase() == OperationPhase.SUCCEEDED ? 1 : 0)
            .bind("failed", failed(sync.phase()) ? 1 : 0)
            .bind("sequence", entry.sequence())
            .bind("phase", sync.phase().toString())
            .bind("message", sync.message())
            .add();
      }
      seen.bind("revision", revision)
          .bind(
              "first",
              of.stream().map(CommitBook::time).min(OffsetDateTime::compareTo).orElseThrow())
          .bind(
              "last",
              of.stream().map(CommitBook::time).max(OffsetDateTime::compareTo).orElseThrow())
          .add();
    });
    syncs.execute();
    seen.execute();
  }

  private static boolean failed(OperationPhase phase) {
    return phase == OperationPhase.FAILED || phase == OperationPhase.ERROR;
  }

  private static OffsetDateTime time(Incoming.Entry entry) {
    return entry.at().atOffset(ZoneOffset.UTC);
  }
}
