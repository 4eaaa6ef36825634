package io.freehold.store;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Reads the audit log. */
public final class AuditQueries {
  private static final String ENTRIES =
      """
      select stored_at, origin, chain, number, at, actor, actor_type, action, object, cluster,
        revision, digest, result, source, record, previous, hash
      from audit
      where true
      """;
  private static final String AFTER =
      " and (at, origin, chain, number) < (:at, :origin, :chain, :number)";
  private static final String ORDER =
      " order by at desc, origin desc, chain desc, number desc limit :limit";
  private static final String CHAINS =
      """
      select * from audit_chain c
      where {visible} and (cardinality(:clusters) = 0 or origin = any (:clusters))
        and (origin, chain) > (:origin, :chain)
      order by origin, chain limit :limit
      """;

  private static final String STATES =
      """
      select case when c.chain = '' then 'UNCHAINED'
          when f.broken then 'BROKEN' when f.broken is not null then 'GAP'
          when c.checked_number < c.head_number then 'CHECKING' else 'VERIFIED' end as state,
        count(*) as chains
      from audit_chain c
      left join (select origin, chain, bool_or(kind <> 'missing') as broken from audit_fault
        group by origin, chain) f on f.origin = c.origin and f.chain = c.chain
      group by 1
      """;
  // Of the plane itself, what is about the cluster. Who may see some applications only sees none of
  // it.
  private static final String VISIBLE =
      """
       and exists (select 1 from registry_cluster r
        where r.name = case origin when '' then cluster else origin end and {whole})
      """;
  private static final String CHAIN_VISIBLE =
      "exists (select 1 from registry_cluster r where r.name = c.origin and {whole})";

  private final Database database;

  public AuditQueries(Database database) {
    this.database = database;
  }

  /** Entries after a position, newest first. */
  public List<AuditRow> entries(
      Scope scope, AuditFilter filter, Optional<AuditRow.Position> after, int limit) {
    var sql = new StringBuilder(ENTRIES);
    if (!scope.everything()) {
      sql.append(scope.in(VISIBLE, ""));
    }
    // Only what was asked for, so that the planner sees which index fits.
    filter.from().ifPresent(_ -> sql.append(" and at >= :from"));
    filter.to().ifPresent(_ -> sql.append(" and at < :to"));
    condition(sql, filter.actors(), " and actor = any (:actors)");
    condition(
        sql,
        filter.actions(),
        " and (action = any (:actions) or split_part(action, '.', 1) = any (:actions))");
    condition(sql, filter.clusters(), " and cluster = any (:clusters)");
    condition(sql, filter.results(), " and result = any (:results)");
    if (!filter.object().isEmpty()) {
      sql.append(" and lower(object) like :object");
    }
    if (!filter.text().isEmpty()) {
      sql.append(" and search like :text");
    }
    after.ifPresent(_ -> sql.append(AFTER));
    sql.append(ORDER);
    return database.read(handle -> {
      Query query = scope.bind(handle.createQuery(sql.toString())).bind("limit", limit);
      filter.from().ifPresent(from -> query.bind("from", time(from)));
      filter.to().ifPresent(to -> query.bind("to", time(to)));
      texts(query, "actors", filter.actors());
      texts(query, "actions", filter.actions());
      texts(query, "clusters", filter.clusters());
      texts(query, "results", filter.results());
      part(query, "object", filter.object());
      part(query, "text", filter.text());
      after.ifPresent(position ->
          query
              .bind("at", time(position.time()))
              .bind("origin", position.origin())
              .bind("chain", position.chain())
              .bind("number", position.number()));
      return query.map((row, _) -> row(row)).list();
    });
  }

  /**
   * Chains after one, sorted by origin.
   *
   * @param clusters of any of these clusters, the plane's own is the one of ""; empty for all
   */
  public List<AuditChainRow> chains(
      Scope scope, List<String> clusters, String origin, String chain, int limit) {
    String visible = scope.everything() ? "true" : scope.in(CHAIN_VISIBLE, "");
    return database.read(handle ->
        scope
            .bind(handle.createQuery(CHAINS.replace("{visible}", visible)))
            .bindArray("clusters", String.class, clusters)
            .bind("origin", origin)
            .bind("chain", chain)
            .bind("limit", limit)
            .map((row, _) -> chain(row))
            .list()
            .stream()
            .map(row ->
                new AuditChainRow(
                    row.origin(),
                    row.chain(),
                    row.firstAt(),
                    row.lastAt(),
                    row.head(),
                    row.headHash(),
                    row.anchor(),
                    row.checked(),
                    row.checkedAt(),
                    AuditChain.faults(handle, row.origin(), row.chain())))
            .toList());
  }

  /** How many chains are how. */
  public Map<AuditChainRow.State, Long> states() {
    return database.read(handle -> {
      Map<AuditChainRow.State, Long> states = new EnumMap<>(AuditChainRow.State.class);
      handle
          .createQuery(STATES)
          .map((row, _) ->
              Map.entry(AuditChainRow.State.valueOf(row.getString("state")), row.getLong("chains")))
          .forEach(state -> states.put(state.getKey(), state.getValue()));
      return states;
    });
  }

  private static void condition(StringBuilder sql, List<String> values, String condition) {
    if (!values.isEmpty()) {
      sql.append(condition);
    }
  }

  private static void texts(Query query, String name, List<String> values) {
    if (!values.isEmpty()) {
      query.bindArray(name, String.class, values);
    }
  }

  private static void part(Query query, String name, String text) {
    if (!text.isEmpty()) {
      query.bind(name, Like.part(text.toLowerCase(Locale.ROOT)));
    }
  }

  private static AuditChainRow chain(ResultSet row) throws SQLException {
    return new AuditChainRow(
        row.getString("origin"),
        row.getString("chain"),
        instant(row, "first_at"),
        instant(row, "last_at"),
        row.getLong("head_number"),
        row.getString("head_hash"),
        row.getLong("anchor_number"),
        row.getLong("checked_number"),
        Optional.ofNullable(row.getObject("checked_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        List.of());
  }

  private static AuditRow row(ResultSet row) throws SQLException {
    return new AuditRow(
        new AuditEntry(
            instant(row, "at"),
            row.getString("actor"),
            row.getString("actor_type"),
            row.getString("action"),
            row.getString("object"),
            row.getString("cluster"),
            row.getString("revision"),
            row.getString("digest"),
            row.getString("result"),
            row.getString("source"),
            MissingNode.getInstance()),
        row.getString("origin"),
        row.getString("chain"),
        row.getLong("number"),
        row.getString("hash"),
        row.getString("previous"),
        row.getString("record"),
        instant(row, "stored_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
