package io.freehold.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ClusterReport;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;

/**
 * What the API shows: only clusters that the registry names, only applications that are not gone.
 */
public final class FleetQueries {
  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
  private static final String CLUSTERS =
      """
      select r.name, r.labels, r.public_keys, r.interval_seconds, r.problem,
        c.report, c.last_report_at, a.*
      from registry_cluster r
      left join cluster_state c on c.cluster = r.name
      left join lateral (
        select count(*) as applications,
          count(*) filter (where sync = 'Synced') as synced,
          count(*) filter (where sync = 'OutOfSync') as out_of_sync,
          count(*) filter (where sync = 'Unknown') as unknown,
          count(*) filter (where health = 'Healthy') as healthy,
          count(*) filter (where health = 'Progressing') as progressing,
          count(*) filter (where health = 'Degraded') as degraded,
          count(*) filter (where health = 'Suspended') as suspended,
          count(*) filter (where health = 'Missing') as missing,
          count(*) filter (where health = 'Unknown') as unknown_health,
          sum(drift_repairs)::bigint as drift_repairs,
          {names} as names
        from application_state s where s.cluster = r.name and not s.gone and {applications}
      ) a on true
      where r.name > :after and {clusters}
        and (:name = '' or r.name = :name)
        and r.labels @> :labels::jsonb
        and (:text = '' or position(lower(:text) in lower(r.name)) > 0)
      order by r.name limit :limit
      """;
  // The report of a cluster names all of its applications.
  private static final String NAMES =
      "case when {whole} then null else"
          + " coalesce(array_agg(s.namespace || '/' || s.name order by s.namespace, s.name), '{}') end";
  private static final String COLUMNS =
      "select a.cluster, a.namespace, a.name, a.report, a.last_report_at ";

  private static final String FROM =
      "from application_state a join registry_cluster r on r.name = a.cluster where not a.gone"
          + " and {applications}";
  private static final String VISIBLE =
      """
      select n.number from unnest(:clusters, :namespaces, :names, :states)
        with ordinality as n (cluster, namespace, name, state, number)
      join registry_cluster r on r.name = n.cluster
      where case when n.name = '' then (n.state = 'true' and {clusters}) or {whole}
        else exists (select 1 from application_state a where a.cluster = n.cluster
          and a.namespace = n.namespace and a.name = n.name and {applications}) end
      """;

  private final Database database;

  public FleetQueries(Database database) {
    this.database = database;
  }

  /** All clusters, sorted by name. */
  public List<ClusterRow> clusters(Scope scope) {
    return clusters(scope, ClusterFilter.ALL, "", Integer.MAX_VALUE);
  }

  /**
   * A page of clusters after a name, sorted by name; counts and names of applications are those of
   * the scope.
   */
  public List<ClusterRow> clusters(Scope scope, ClusterFilter filter, String after, int limit) {
    String names = scope.everything() ? "null::text[]" : NAMES;
    String sql = scope.in(CLUSTERS.replace("{names}", names), "s");
    return database.read(handle ->
        scope
            .bind(handle.createQuery(sql))
            .bind("after", after)
            .bind("name", filter.name())
            .bind("labels", Json.write(filter.labels()))
            .bind("text", filter.text())
            .bind("limit", limit)
            .map((row, _) -> cluster(row))
            .list());
  }

  /** When each cluster of the registry was last heard of. */
  public List<LastSeen> lastSeen() {
    return database.read(handle ->
        handle
            .select(
                "select r.name, r.interval_seconds, c.last_report_at"
                    + " from registry_cluster r left join cluster_state c on c.cluster = r.name")
            .map((row, _) ->
                new LastSeen(row.getString("name"), row.getLong("interval_seconds"), seenAt(row)))
            .list());
  }

  /** A page of applications after a position, sorted by cluster, namespace and name. */
  public List<ApplicationRow> applications(
      Scope scope, ApplicationFilter filter, PageKey after, int limit) {
    return applications(scope, filter, ApplicationSort.CLUSTER, after, limit);
  }

  /** A page of applications after a position. */
  public List<ApplicationRow> applications(
      Scope scope, ApplicationFilter filter, ApplicationSort sort, PageKey after, int limit) {
    return database.read(handle ->
        bind(
                handle.createQuery(
                    COLUMNS
                        + matching(scope, filter)
                        + " and (:first or "
                        + sort.after()
                        + ") order by "
                        + sort.order()
                        + " limit :limit"),
                scope,
                filter)
            .bind("first", after.equals(PageKey.START))
            .bind("afterCluster", after.cluster())
            .bind("afterNamespace", after.namespace())
            .bind("afterName", after.name())
            .bind("limit", limit)
            .map((row, _) -> application(row))
            .list());
  }

  /** How many applications a filter lets through. */
  public long count(Scope scope, ApplicationFilter filter) {
    return database.read(handle ->
        bind(handle.createQuery("select count(*) " + matching(scope, filter)), scope, filter)
            .mapTo(Long.class)
            .one());
  }

  /** One application. */
  public Optional<ApplicationRow> application(
      Scope scope, String cluster, String namespace, String name) {
    String sql =
        COLUMNS
            + scope.in(FROM, "a")
            + " and a.cluster = :cluster and a.namespace = :namespace and a.name = :name";
    return database.read(handle ->
        scope
            .bind(handle.createQuery(sql))
            .bind("cluster", cluster)
            .bind("namespace", namespace)
            .bind("name", name)
            .map((row, _) -> application(row))
            .findOne());
  }

  /** The applications that one brought, sorted by namespace and name. */
  public List<ApplicationRow> children(Scope scope, String cluster, String parent) {
    String sql =
        COLUMNS
            + scope.in(FROM, "a")
            + " and a.cluster = :cluster and a.report ->> 'parent' = :parent"
            + " order by a.namespace, a.name limit 1000";
    return database.read(handle ->
        scope
            .bind(handle.createQuery(sql))
            .bind("cluster", cluster)
            .bind("parent", parent)
            .map((row, _) -> application(row))
            .list());
  }

  /** Which of some changes are about something that a scope lets through. */
  public Set<Change> visible(Scope scope, Collection<Change> changes) {
    if (changes.isEmpty() || scope.everything()) {
      return Set.copyOf(changes);
    }
    List<Change> asked = List.copyOf(new LinkedHashSet<>(changes));
    String sql = scope.in(VISIBLE, "a");
    return database.read(handle ->
        scope
            .bind(handle.createQuery(sql))
            .bindArray("clusters", String.class, asked.stream().map(Change::cluster).toList())
            .bindArray("namespaces", String.class, asked.stream().map(Change::namespace).toList())
            .bindArray("names", String.class, asked.stream().map(Change::name).toList())
            .bindArray(
                "states",
                String.class,
                asked.stream().map(change -> Boolean.toString(state(change))).toList())
            .map((row, _) -> asked.get((int) row.getLong("number") - 1))
            .set());
  }

  // That a cluster changed concerns whoever sees it; what happened in it, who sees all of it.
  private static boolean state(Change change) {
    return change.kind() == Change.Kind.CLUSTER;
  }

  /** Only conditions that are asked for, so that an index can serve them. */
  private static String matching(Scope scope, ApplicationFilter filter) {
    var sql = new StringBuilder(scope.in(FROM, "a"));
    anyOf(sql, filter.clusters(), " and a.cluster = any (:clusters)");
    anyOf(sql, filter.sync(), " and a.sync = any (:sync)");
    anyOf(sql, filter.health(), " and a.health = any (:health)");
    anyOf(sql, filter.namespaces(), " and a.namespace = any (:namespaces)");
    anyOf(sql, filter.projects(), " and a.report ->> 'project' = any (:projects)");
    if (!filter.revision().isEmpty()) {
      sql.append(" and a.report -> 'status' ->> 'revision' = :revision");
    }
    if (!filter.labels().isEmpty()) {
      sql.append(" and r.labels @> :labels::jsonb");
    }
    if (!filter.text().isEmpty()) {
      sql.append(" and a.search like lower(:text)");
    }
    return sql.toString();
  }

  private static void anyOf(StringBuilder sql, List<String> values, String condition) {
    if (!values.isEmpty()) {
      sql.append(condition);
    }
  }

  private static Query bind(Query query, Scope scope, ApplicationFilter filter) {
    scope.bind(query);
    if (!filter.clusters().isEmpty()) {
      query.bindArray("clusters", String.class, filter.clusters());
    }
    if (!filter.sync().isEmpty()) {
      query.bindArray("sync", String.class, filter.sync());
    }
    if (!filter.health().isEmpty()) {
      query.bindArray("health", String.class, filter.health());
    }
    if (!filter.namespaces().isEmpty()) {
      query.bindArray("namespaces", String.class, filter.namespaces());
    }
    if (!filter.projects().isEmpty()) {
      query.bindArray("projects", String.class, filter.projects());
    }
    if (!filter.revision().isEmpty()) {
      query.bind("revision", filter.revision());
    }
    if (!filter.labels().isEmpty()) {
      query.bind("labels", Json.write(filter.labels()));
    }
    return filter.text().isEmpty() ? query : query.bind("text", Like.part(filter.text()));
  }

  private static ClusterRow cluster(ResultSet row) throws SQLException {
    Optional<ClusterReport> report =
        Optional.ofNullable(row.getString("report"))
            .map(text -> Json.read(text, ClusterReport.class));
    Array visible = row.getArray("names");
    if (visible != null) {
      List<String> names = List.of((String[]) visible.getArray());
      report = report.map(all -> all.withApplications(names));
    }
    return new ClusterRow(
        new RegisteredCluster(
            row.getString("name"),
            Json.read(row.getString("labels"), LABELS),
            List.of(),
            row.getLong("interval_seconds"),
            row.getString("problem")),
        seenAt(row),
        report,
        new ClusterRow.Counts(
            row.getLong("applications"),
            row.getLong("synced"),
            row.getLong("out_of_sync"),
            row.getLong("unknown"),
            row.getLong("healthy"),
            row.getLong("progressing"),
            row.getLong("degraded"),
            row.getLong("suspended"),
            row.getLong("missing"),
            row.getLong("unknown_health"),
            row.getLong("drift_repairs")));
  }

  private static Optional<Instant> seenAt(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("last_report_at", OffsetDateTime.class);
    return at == null ? Optional.empty() : Optional.of(at.toInstant());
  }

  private static ApplicationRow application(ResultSet row) throws SQLException {
    String cluster = row.getString("cluster");
    Instant at = row.getObject("last_report_at", OffsetDateTime.class).toInstant();
    return new ApplicationRow(
        cluster,
        Json.read(row.getString("report"), ApplicationReport.class),
        at,
        new PageKey(cluster, row.getString("namespace"), row.getString("name")));
  }
}
