package io.freehold.store;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.JournalEntry;
import io.freehold.store.Incoming.ApplicationGone;
import io.freehold.store.Incoming.ApplicationState;
import io.freehold.store.Incoming.ClusterState;
import io.freehold.store.Incoming.Entry;
import io.freehold.store.Incoming.Span;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores what clusters report, each request in one transaction. */
public final class ReportWriter {
  private static final String APPLICATION =
      """
      insert into application_state as a
        (cluster, namespace, name, sequence, gone, sync, health, drift_repairs, report, last_report_at)
      values (:cluster, :namespace, :name, :sequence,
        coalesce((select c.sequence > :sequence
            and not jsonb_exists(coalesce(c.report -> 'applications', '[]'), :key)
          from cluster_state c where c.cluster = :cluster and c.report is not null), false),
        :sync, :health, :driftRepairs, :report::jsonb, :receivedAt)
      on conflict (cluster, namespace, name) do update set
        sequence = excluded.sequence, gone = excluded.gone, sync = excluded.sync,
        health = excluded.health, drift_repairs = excluded.drift_repairs,
        report = excluded.report, last_report_at = excluded.last_report_at
      where excluded.sequence > a.sequence
      """;
  private static final String GONE =
      """
      update application_state set gone = true, sequence = :sequence
      where cluster = :cluster and namespace = :namespace and name = :name and sequence < :sequence
      """;
  private static final String ENTRY =
      """
      insert into journal (cluster, sequence, kind, namespace, name, at, entry, received_at)
      values (:cluster, :sequence, :kind, :namespace, :name, :at, :entry::jsonb, :receivedAt)
      on conflict do nothing
      """;
  private static final String SPAN =
      """
      insert into sync_span (cluster, trace_id, span_id, name, revision, result, started_at, ended_at)
      values (:cluster, :traceId, :spanId, :name, :revision, :result, :startedAt, :endedAt)
      on conflict do nothing
      """;

  private final Database database;

  public ReportWriter(Database database) {
    this.database = database;
  }

  /**
   * Stores what is new in a request and says what changed by it.
   *
   * @throws StoreException when nothing of it was stored
   */
  public List<Change> write(Incoming incoming) {
    return database.write(handle -> write(handle, incoming));
  }

  private static List<Change> write(Handle handle, Incoming incoming) {
    // Two requests of one cluster must not interleave: which applications are gone depends on both.
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended(:cluster, 0))::text")
        .bind("cluster", incoming.cluster())
        .mapTo(String.class)
        .one();
    Set<Change> changes = new LinkedHashSet<>();
    if (seen(handle, incoming)) {
      changes.add(new Change(Change.Kind.CLUSTER, incoming.cluster(), "", ""));
    }
    cluster(handle, incoming);
    changes.addAll(applications(handle, incoming));
    changes.addAll(gone(handle, incoming));
    changes.addAll(journal(handle, incoming));
    spans(handle, incoming);
    ChangeLog.append(handle, changes);
    return List.copyOf(changes);
  }

  /** Notes that the cluster is alive, unless the records are old ones. */
  private static boolean seen(Handle handle, Incoming incoming) {
    LongStream sequences =
        Stream.of(
                incoming.clusters().stream().map(ClusterState::sequence),
                incoming.applications().stream().map(ApplicationState::sequence),
                incoming.gone().stream().map(ApplicationGone::sequence),
                incoming.journal().stream().map(Entry::sequence))
            .flatMap(stream -> stream)
            .mapToLong(Long::longValue);
    long newest = sequences.max().orElse(Long.MIN_VALUE);
    return newest != Long.MIN_VALUE
        && handle
                .createUpdate(
                    """
                    insert into cluster_state as s (cluster, sequence, newest_sequence, last_report_at)
                    values (:cluster, :none, :newest, :receivedAt)
                    on conflict (cluster) do update
                    set newest_sequence = :newest, last_report_at = :receivedAt
                    where s.newest_sequence < :newest
                    """)
                .bind("cluster", incoming.cluster())
                .bind("none", Long.MIN_VALUE)
                .bind("newest", newest)
                .bind("receivedAt", time(incoming.receivedAt()))
                .execute()
            > 0;
  }

  private static void cluster(Handle handle, Incoming incoming) {
    Optional<ClusterState> newest =
        incoming.clusters().stream().max(Comparator.comparingLong(ClusterState::sequence));
    if (newest.isEmpty()) {
      return;
    }
    ClusterState state = newest.get();
    int updated =
        handle
            .createUpdate(
                """
                update cluster_state set sequence = :sequence, report = :report::jsonb
                where cluster = :cluster and sequence < :sequence
                """)
            .bind("cluster", incoming.cluster())
            .bind("sequence", state.sequence())
            .bind("report", Json.write(state.report()))
            .execute();
    if (updated > 0) {
      handle
          .createUpdate(
              """
              update application_state set gone = not gone
              where cluster = :cluster and sequence < :sequence
                and gone = ((namespace || '/' || name) = any (:applications))
              """)
          .bind("cluster", incoming.cluster())
          .bind("sequence", state.sequence())
          .bindArray("applications", String.class, state.report().applications())
          .execute();
    }
  }

  private static List<Change> applications(Handle handle, Incoming incoming) {
    if (incoming.applications().isEmpty()) {
      return List.of();
    }
    PreparedBatch batch = handle.prepareBatch(APPLICATION);
    for (ApplicationState state : incoming.applications()) {
      ApplicationReport report = state.report();
      batch
          .bind("cluster", incoming.cluster())
          .bind("namespace", report.namespace())
          .bind("name", report.name())
          .bind("key", report.id().toString())
          .bind("sequence", state.sequence())
          .bind("sync", report.status().sync().toString())
          .bind("health", report.status().health().status().toString())
          .bind("driftRepairs", report.status().summary().driftRepairs())
          .bind("report", Json.write(report))
          .bind("receivedAt", time(incoming.receivedAt()))
          .add();
    }
    int[] counts = batch.execute();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        changes.add(application(incoming, incoming.applications().get(i).report().id()));
      }
    }
    return changes;
  }

  private static List<Change> gone(Handle handle, Incoming incoming) {
    List<Change> changes = new ArrayList<>();
    for (ApplicationGone gone : incoming.gone()) {
      int updated =
          handle
              .createUpdate(GONE)
              .bind("cluster", incoming.cluster())
              .bind("namespace", gone.application().namespace())
              .bind("name", gone.application().name())
              .bind("sequence", gone.sequence())
              .execute();
      if (updated > 0) {
        changes.add(application(incoming, gone.application()));
      }
    }
    return changes;
  }

  private static List<Change> journal(Handle handle, Incoming incoming) {
    if (incoming.journal().isEmpty()) {
      return List.of();
    }
    PreparedBatch batch = handle.prepareBatch(ENTRY);
    for (Entry record : incoming.journal()) {
      JournalEntry entry = record.entry();
      batch
          .bind("cluster", incoming.cluster())
          .bind("sequence", record.sequence())
          .bind("kind", entry.kind().name())
          .bind("namespace", entry.namespace())
          .bind("name", entry.name())
          .bind("at", time(record.at()))
          .bind("entry", Json.write(entry))
          .bind("receivedAt", time(incoming.receivedAt()))
          .add();
    }
    int[] counts = batch.execute();
    List<Change> changes = new ArrayList<>();
    List<Entry> added = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        added.add(incoming.journal().get(i));
        JournalEntry entry = incoming.journal().get(i).entry();
        changes.add(
            new Change(Change.Kind.JOURNAL, incoming.cluster(), entry.namespace(), entry.name()));
      }
    }
    CommitBook.add(handle, incoming.cluster(), added);
    CommitTable.add(
        handle,
        incoming.cluster(),
        added.stream().flatMap(entry -> entry.entry().commits().stream()).toList());
    JournalAudit.add(handle, incoming.cluster(), added, incoming.receivedAt());
    return changes;
  }

  private static void spans(Handle handle, Incoming incoming) {
    if (incoming.spans().isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(SPAN);
    for (Span span : incoming.spans()) {
      batch
          .bind("cluster", incoming.cluster())
          .bind("traceId", span.traceId())
          .bind("spanId", span.spanId())
          .bind("name", span.name())
          .bind("revision", span.revision())
          .bind("result", span.result())
          .bind("startedAt", time(span.startedAt()))
          .bind("endedAt", time(span.endedAt()))
          .add();
    }
    batch.execute();
  }

  private static Change application(Incoming incoming, ApplicationId id) {
    return new Change(Change.Kind.APPLICATION, incoming.cluster(), id.namespace(), id.name());
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
