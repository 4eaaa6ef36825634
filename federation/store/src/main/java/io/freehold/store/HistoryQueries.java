package io.freehold.store;

import io.freehold.api.JournalEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What happened, by time and by commit; only of clusters that the registry names. */
public final class HistoryQueries {
  private static final String ENTRIES =
      """
      select j.cluster, j.sequence, j.at, j.entry
      from journal j join registry_cluster r on r.name = j.cluster
      where (j.at, j.cluster, j.sequence) < (:at, :cluster, :sequence)
        and (cardinality(:clusters) = 0 or j.cluster = any (:clusters))
        and (cardinality(:kinds) = 0 or j.kind = any (:kinds))
        and (:namespace = '' or j.namespace = :namespace)
        and (:name = '' or j.name = :name)
        and (:revision = '' or (j.kind = 'SYNC' and j.entry -> 'sync' ->> 'revision' = :revision))
        and j.at >= :since
        and {visible}
      order by j.at desc, j.cluster desc, j.sequence desc limit :limit
      """;
  // Who may see only some applications of a cluster sees what happened to those.
  private static final String ENTRY_VISIBLE =
      """
      ({whole} or exists (select 1 from application_state a where a.cluster = j.cluster
        and a.namespace = j.namespace and a.name = j.name and {applications}))
      """;
  // What commit_sync adds up for whole clusters, of the applications that may be seen.
  private static final String SYNCS =
      """
      (select j.entry -> 'sync' ->> 'revision' as revision, j.cluster,
        min(j.at) as first_at, max(j.at) as last_at,
        count(*) filter (where j.entry -> 'sync' ->> 'phase' = 'Succeeded') as succeeded,
        count(*) filter (where j.entry -> 'sync' ->> 'phase' in ('Failed', 'Error')) as failed,
        (array_agg(j.entry -> 'sync' ->> 'phase' order by j.sequence desc))[1] as last_phase,
        coalesce((array_agg(j.entry -> 'sync' ->> 'message' order by j.sequence desc))[1], '') as last_message
      from journal j join registry_cluster r on r.name = j.cluster
      where j.kind = 'SYNC' and j.entry -> 'sync' ->> 'revision' = {revision} and {visible}
      group by 1, 2)
      """;
  private static final String COMMITS_VISIBLE =
      """
      select s.revision, s.first_at, s.last_at, v.clusters, v.succeeded, v.failed
      from commit_seen s
      cross join lateral (select count(*) as clusters,
        coalesce(sum(c.succeeded), 0)::bigint as succeeded, coalesce(sum(c.failed), 0)::bigint as failed
        from {syncs} c) v
      where (s.last_at, s.revision) < (:at, :revision) and s.revision like :prefix and v.clusters > 0
      order by s.last_at desc, s.revision desc limit :limit
      """;
  private static final String COMMITS =
      """
      select s.revision, s.first_at, s.last_at, count(c.cluster) as clusters,
        coalesce(sum(c.succeeded), 0)::bigint as succeeded, coalesce(sum(c.failed), 0)::bigint as failed
      from (select * from commit_seen
        where (last_at, revision) < (:at, :revision) and revision like :prefix
        order by last_at desc, revision desc limit :limit) s
      left join commit_sync c on c.revision = s.revision
        and exists (select 1 from registry_cluster r where r.name = c.cluster)
      group by s.revision, s.first_at, s.last_at
      order by s.last_at desc, s.revision desc
      """;
  private static final String PROGRESS =
      """
      select r.name, c.first_at, c.last_at, coalesce(c.succeeded, 0) as succeeded,
        coalesce(c.failed, 0) as failed, coalesce(c.last_message, '') as message,
        coalesce(a.applications, 0) as applications, coalesce(a.running, 0) as running,
        coalesce(c.last_phase, '') in ('Failed', 'Error') as broken,
        coalesce(k.report ->> 'revision', '') = :revision as seen,
        coalesce((select revision from registry_read), '') = :revision as newest
      from registry_cluster r
      left join {syncs} c on c.cluster = r.name and c.revision = :revision
      left join cluster_state k on k.cluster = r.name
      left join (
        select cluster, count(*) filter (where report -> 'status' ->> 'revision' = :revision) as applications,
          count(*) filter (where report -> 'status' -> 'operation' ->> 'revision' = :revision
            and report -> 'status' -> 'operation' ->> 'phase' = 'Running') as running
        from application_state s join registry_cluster r on r.name = s.cluster
        where not gone and (report -> 'status' ->> 'revision' = :revision
          or report -> 'status' -> 'operation' ->> 'revision' = :revision) and {applications}
        group by cluster
      ) a on a.cluster = r.name
      where {clusters}
      order by r.name
      """;

  private final Database database;

  public HistoryQueries(Database database) {
    this.database = database;
  }

  /** Entries after a position, newest first. */
  public List<FleetEntry> entries(
      Scope scope, JournalFilter filter, FleetEntry.Position after, int limit) {
    String sql = ENTRIES.replace("{visible}", visible(scope));
    return database.read(handle ->
        scope
            .bind(handle.createQuery(sql))
            .bind("at", time(after.at()))
            .bind("cluster", after.cluster())
            .bind("sequence", after.sequence())
            .bindArray("clusters", String.class, filter.clusters())
            .bindArray("kinds", String.class, filter.kinds())
            .bind("namespace", filter.namespace())
            .bind("name", filter.name())
            .bind("revision", filter.revision())
            .bind("since", time(filter.since().orElse(Instant.EPOCH)))
            .bind("limit", limit)
            .map((row, _) ->
                new FleetEntry(
                    row.getString("cluster"),
                    row.getLong("sequence"),
                    instant(row, "at").orElseThrow(),
                    Json.read(row.getString("entry"), JournalEntry.class)))
            .list());
  }

  /**
   * Commits whose last sync was before a time, newest first.
   *
   * @param prefix beginning of the revision, empty for all
   * @param before time of the last commit of the page before
   * @param revision its revision
   */
  public List<CommitRow> commits(
      Scope scope, String prefix, Instant before, String revision, int limit) {
    String sql =
        scope.everything()
            ? COMMITS
            : COMMITS_VISIBLE.replace("{syncs}", syncs(scope, "s.revision"));
    return database.read(handle ->
        scope
            .bind(handle.createQuery(sql))
            .bind("at", time(before))
            .bind("revision", revision)
            .bind("prefix", Like.beginning(prefix))
            .bind("limit", limit)
            .map((row, _) ->
                new CommitRow(
                    row.getString("revision"),
                    instant(row, "first_at").orElseThrow(),
                    instant(row, "last_at").orElseThrow(),
                    row.getLong("clusters"),
                    row.getLong("succeeded"),
                    row.getLong("failed")))
            .list());
  }

  /** How far a commit is in every cluster, sorted by cluster. */
  public List<CommitProgress> progress(Scope scope, String revision) {
    String sql = scope.in(PROGRESS, "s").replace("{syncs}", syncs(scope, ":revision"));
    return database.read(handle ->
        scope
            .bind(handle.createQuery(sql))
            .bind("revision", revision)
            .map((row, _) ->
                new CommitProgress(
                    row.getString("name"),
                    state(row),
                    row.getLong("applications"),
                    row.getLong("succeeded"),
                    row.getLong("failed"),
                    instant(row, "first_at"),
                    instant(row, "last_at"),
                    row.getString("message")))
            .list());
  }

  private static String visible(Scope scope) {
    return scope.everything() ? "true" : scope.in(ENTRY_VISIBLE, "a");
  }

  private static String syncs(Scope scope, String revision) {
    return scope.everything()
        ? "commit_sync"
        : SYNCS.replace("{revision}", revision).replace("{visible}", visible(scope));
  }

  private static CommitProgress.State state(ResultSet row) throws SQLException {
    if (row.getLong("running") > 0) {
      return CommitProgress.State.RUNNING;
    }
    if (row.getBoolean("broken")) {
      return CommitProgress.State.FAILED;
    }
    if (row.getLong("applications") > 0 || row.getLong("succeeded") > 0) {
      return CommitProgress.State.APPLIED;
    }
    return row.getBoolean("newest") && !row.getBoolean("seen")
        ? CommitProgress.State.WAITING
        : CommitProgress.State.UNTOUCHED;
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
