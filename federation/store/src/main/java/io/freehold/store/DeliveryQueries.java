package io.freehold.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** What delivery is measured by; only of clusters that the registry names. */
public final class DeliveryQueries {
  private static final String SYNCS =
      """
      select j.cluster, coalesce(r.labels ->> :label, '') as environment, j.namespace, j.name, j.at,
        j.entry -> 'sync' ->> 'phase' = 'Succeeded' as succeeded,
        coalesce((j.entry -> 'sync' ->> 'created')::bigint, 0)
          + coalesce((j.entry -> 'sync' ->> 'updated')::bigint, 0)
          + coalesce((j.entry -> 'sync' ->> 'pruned')::bigint, 0) as changed,
        j.entry -> 'sync' ->> 'revision' as revision,
        coalesce(j.entry -> 'sync' ->> 'digest', '') as digest,
        coalesce(g.authored_at, c.authored_at) as authored_at,
        coalesce(g.committed_at, c.committed_at) as committed_at,
        coalesce(g.subject, c.subject, '') as subject
      from journal j join registry_cluster r on r.name = j.cluster
      left join commit_info g on g.cluster = '' and g.revision = j.entry -> 'sync' ->> 'revision'
      left join commit_info c on c.cluster = j.cluster and c.revision = j.entry -> 'sync' ->> 'revision'
      where j.kind = 'SYNC' and j.at >= :from and j.at < :to and j.entry -> 'sync' ->> 'revision' <> ''
        and j.entry -> 'sync' ->> 'phase' in ('Succeeded', 'Failed', 'Error')
        and (cardinality(:clusters) = 0 or j.cluster = any (:clusters))
        and (:application = '' or j.namespace || '/' || j.name = :application)
        and {visible}
      order by j.at desc, j.cluster, j.sequence desc limit :limit
      """;
  private static final String HEALTH =
      """
      select h.cluster, h.namespace, h.name, h.at, h.health
      from health_change h join registry_cluster r on r.name = h.cluster
      where h.at >= :from and h.at < :to
        and (cardinality(:clusters) = 0 or h.cluster = any (:clusters))
        and (:application = '' or h.namespace || '/' || h.name = :application)
        and {visible}
      order by h.at desc limit :limit
      """;
  private static final String COVERAGE =
      """
      select r.name, c.last_report_at from registry_cluster r
      left join cluster_state c on c.cluster = r.name
      where (cardinality(:clusters) = 0 or r.name = any (:clusters)) and {clusters}
      order by r.name
      """;

  // Who may see only some applications of a cluster sees what happened to those.
  private static final String VISIBLE =
      """
      ({whole} or exists (select 1 from application_state a where a.cluster = {row}.cluster
        and a.namespace = {row}.namespace and a.name = {row}.name and {applications}))
      """;

  private final Database database;

  public DeliveryQueries(Database database) {
    this.database = database;
  }

  /**
   * Syncs that ended in a time, newest first.
   *
   * @param scope what may be seen
   * @param label label of clusters that says their environment
   */
  public List<SyncFact> syncs(Scope scope, Span span, String label, int limit) {
    return database.read(handle ->
        bind(scope, handle.createQuery(visible(scope, SYNCS, "j")), span)
            .bind("label", label)
            .bind("limit", limit)
            .map((row, _) -> sync(row))
            .list());
  }

  /** Changes of health in a time, newest first. */
  public List<HealthFact> health(Scope scope, Span span, int limit) {
    return database.read(handle ->
        bind(scope, handle.createQuery(visible(scope, HEALTH, "h")), span)
            .bind("limit", limit)
            .map((row, _) ->
                new HealthFact(
                    row.getString("cluster"),
                    row.getString("namespace"),
                    row.getString("name"),
                    instant(row, "at").orElseThrow(),
                    row.getString("health")))
            .list());
  }

  /** When each of the clusters was last heard of. */
  public List<LastSeen> seen(Scope scope, List<String> clusters) {
    return database.read(handle ->
        scope
            .bind(handle.createQuery(scope.in(COVERAGE, "a")))
            .bindArray("clusters", String.class, clusters)
            .map((row, _) -> new LastSeen(row.getString("name"), 0, instant(row, "last_report_at")))
            .list());
  }

  /**
   * @param row alias of what happened
   */
  private static String visible(Scope scope, String sql, String row) {
    return sql.replace(
        "{visible}", scope.everything() ? "true" : scope.in(VISIBLE.replace("{row}", row), "a"));
  }

  private static Query bind(Scope scope, Query query, Span span) {
    return scope
        .bind(query)
        .bind("from", span.from().atOffset(ZoneOffset.UTC))
        .bind("to", span.to().atOffset(ZoneOffset.UTC))
        .bindArray("clusters", String.class, span.clusters())
        .bind("application", span.application());
  }

  private static SyncFact sync(ResultSet row) throws SQLException {
    return new SyncFact(
        row.getString("cluster"),
        row.getString("environment"),
        row.getString("namespace"),
        row.getString("name"),
        instant(row, "at").orElseThrow(),
        row.getBoolean("succeeded"),
        row.getLong("changed"),
        row.getString("revision"),
        row.getString("digest"),
        instant(row, "authored_at"),
        instant(row, "committed_at"),
        row.getString("subject"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /**
   * Which part of history.
   *
   * @param from not before
   * @param to before
   * @param clusters of any of these clusters, empty for all
   * @param application namespace/name, empty for all
   */
  public record Span(Instant from, Instant to, List<String> clusters, String application) {
    public Span {
      clusters = List.copyOf(clusters);
    }
  }
}
