package io.freehold.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The state of the fleet in few columns, for monitoring. */
public final class MetricsQueries {
  private static final String CLUSTERS =
      """
      select r.name, r.interval_seconds, r.problem <> '' as problem, c.last_report_at,
        coalesce((c.report ->> 'outbox')::bigint, 0) as outbox,
        coalesce((c.report ->> 'outboxLost')::bigint, 0) as lost,
        coalesce(a.applications, 0) as applications, coalesce(a.out_of_sync, 0) as out_of_sync,
        coalesce(a.degraded, 0) as degraded, coalesce(a.drift_repairs, 0) as drift_repairs
      from registry_cluster r
      left join cluster_state c on c.cluster = r.name
      left join (select cluster, count(*) as applications,
          count(*) filter (where sync = 'OutOfSync') as out_of_sync,
          count(*) filter (where health = 'Degraded') as degraded,
          sum(drift_repairs)::bigint as drift_repairs
        from application_state where not gone group by cluster) a on a.cluster = r.name
      order by r.name
      """;
  private static final String APPLICATIONS =
      """
      select a.cluster, a.namespace, a.name, a.report ->> 'project' as project, a.sync, a.health,
        a.drift_repairs, coalesce(a.report #>> '{status,history,0,finishedAt}', '') as synced_at
      from application_state a join registry_cluster r on r.name = a.cluster
      where not a.gone order by a.cluster, a.namespace, a.name limit :limit
      """;

  private final Database database;

  public MetricsQueries(Database database) {
    this.database = database;
  }

  /** All clusters of the registry, sorted by name. */
  public List<ClusterCounts> clusters() {
    return database.read(
        handle -> handle.createQuery(CLUSTERS).map((row, _) -> ClusterCounts.of(row)).list());
  }

  /** The first so many applications, sorted by cluster, namespace and name. */
  public List<ApplicationCounts> applications(int limit) {
    return database.read(handle ->
        handle
            .createQuery(APPLICATIONS)
            .bind("limit", limit)
            .map((row, _) -> ApplicationCounts.of(row))
            .list());
  }

  /**
   * A cluster.
   *
   * @param problem whether its cluster.yaml cannot be used
   * @param outbox journal entries that wait in its agent
   * @param lost journal entries that its agent lost
   */
  public record ClusterCounts(
      String name,
      long intervalSeconds,
      boolean problem,
      Optional<Instant> seenAt,
      long outbox,
      long lost,
      long applications,
      long outOfSync,
      long degraded,
      long driftRepairs) {
    private static ClusterCounts of(ResultSet row) throws SQLException {
      return new ClusterCounts(
          row.getString("name"),
          row.getLong("interval_seconds"),
          row.getBoolean("problem"),
          Optional.ofNullable(row.getObject("last_report_at", OffsetDateTime.class))
              .map(OffsetDateTime::toInstant),
          row.getLong("outbox"),
          row.getLong("lost"),
          row.getLong("applications"),
          row.getLong("out_of_sync"),
          row.getLong("degraded"),
          row.getLong("drift_repairs"));
    }
  }

  /**
   * An application.
   *
   * @param syncedAt when its last sync ended as its agent wrote it, empty when there was none
   */
  public record ApplicationCounts(
      String cluster,
      String namespace,
      String name,
      String project,
      String sync,
      String health,
      long driftRepairs,
      String syncedAt) {
    private static ApplicationCounts of(ResultSet row) throws SQLException {
      String project = row.getString("project");
      return new ApplicationCounts(
          row.getString("cluster"),
          row.getString("namespace"),
          row.getString("name"),
          project == null ? "" : project,
          row.getString("sync"),
          row.getString("health"),
          row.getLong("drift_repairs"),
          row.getString("synced_at"));
    }
  }
}
