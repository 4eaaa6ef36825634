package io.freehold.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freehold.api.ApplicationReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Hands every change to the triggers of notifications once, however many planes there are: what
 * triggers made of it, what is to be told and how far that went are stored in one transaction.
 * After a longer absence, and when there are other rules, everything is looked at once.
 */
public final class NotificationChanges {
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  // Any number that nothing else uses.
  private static final long LOCK = 4_317_006;
  private static final int PAGE = 500;
  private static final Duration DRIFTS = Duration.ofMinutes(10);
  private static final String APPLICATIONS =
      """
      select k.cluster, k.namespace, k.name, r.labels::text as labels,
        case when r.name is null or coalesce(a.gone, true) then null else a.report::text end as report,
        o.state::text as state, o.standings::text as standings, d.drifts
      from unnest(?::text[], ?::text[], ?::text[]) with ordinality as k(cluster, namespace, name, position)
      left join registry_cluster r on r.name = k.cluster
      left join application_state a
        on a.cluster = k.cluster and a.namespace = k.namespace and a.name = k.name
      left join notify_object o
        on o.cluster = k.cluster and o.namespace = k.namespace and o.name = k.name
      cross join lateral (select count(*) as drifts from journal j
        where j.cluster = k.cluster and j.namespace = k.namespace and j.name = k.name
          and j.kind = 'DRIFT' and j.at > ?) d
      order by k.position
      """;
  private static final String CLUSTERS =
      """
      select coalesce(r.name, o.cluster) as cluster, '' as namespace, '' as name,
        r.labels::text as labels, r.name is null as gone, r.interval_seconds, r.problem,
        c.last_report_at, c.report ->> 'agentVersion' as agent_version,
        c.report ->> 'kubernetesVersion' as kubernetes_version, c.report ->> 'revision' as revision,
        c.report -> 'source' ->> 'status' as source, c.report -> 'source' ->> 'message' as source_message,
        coalesce((c.report ->> 'outboxLost')::bigint, 0) as outbox_lost,
        o.state::text as state, o.standings::text as standings, 0::bigint as drifts
      from registry_cluster r
      full join (select * from notify_object where namespace = '' and name = '') o on o.cluster = r.name
      left join cluster_state c on c.cluster = r.name
      """;

  private final Database database;

  public NotificationChanges(Database database) {
    this.database = database;
  }

  /** Decides what is to be told. */
  @FunctionalInterface
  public interface Judge {
    /**
     * Says what a change means.
     *
     * @param observed what may have changed
     * @param learning whether the plane sees everything for the first time
     * @param firing states, as JSON, of what a trigger stands firing for, by trigger, namespace and
     *     name; in all clusters, this one included as it was before
     */
    Verdict judge(Observed observed, boolean learning, Firing firing);
  }

  /** States of what a trigger stands firing for. */
  @FunctionalInterface
  public interface Firing {
    List<String> states(String trigger, String namespace, String name, String exceptCluster);
  }

  /**
   * Takes the next changes.
   *
   * @param rules digest of the rules
   * @param clusters whether to look at all clusters, too: silence is no change
   * @return whether there may be more at once; false also when another plane is at it
   * @throws StoreException when nothing of it happened
   */
  public boolean advance(String rules, boolean clusters, Instant now, Judge judge) {
    return database.write(handle -> {
      boolean mine =
          handle.select("select pg_try_advisory_xact_lock(?)", LOCK).mapTo(Boolean.class).one();
      return mine && advance(handle, rules, clusters, now, judge);
    });
  }

  private static boolean advance(
      Handle handle, String rules, boolean clusters, Instant now, Judge judge) {
    Optional<Cursor> stored = cursor(handle);
    Cursor cursor =
        stored
            .filter(known -> known.rules().equals(rules) && reaches(handle, known.position()))
            .orElseGet(() ->
                new Cursor(
                    ChangeLog.end(handle, "desc").orElse(EventId.START),
                    rules,
                    Optional.of(PageKey.START),
                    stored.map(Cursor::learning).orElse(true)));
    if (clusters || stored.isEmpty()) {
      handle
          .createQuery(CLUSTERS)
          .map((row, _) -> cluster(row))
          .list()
          .forEach(observed -> judge(handle, observed, cursor.learning(), now, judge));
      judge(handle, orphans(handle), cursor.learning(), now, judge);
    }
    if (cursor.scanned().isPresent()) {
      List<PageKey> keys = page(handle, cursor.scanned().get());
      judge(handle, keys, cursor.learning(), now, judge);
      boolean done = keys.size() < PAGE;
      store(
          handle,
          new Cursor(
              cursor.position(),
              rules,
              done ? Optional.empty() : Optional.of(keys.getLast()),
              !done && cursor.learning()));
      return true;
    }
    List<LoggedChange> changes = ChangeLog.after(handle, cursor.position());
    Set<PageKey> keys = new LinkedHashSet<>();
    for (LoggedChange logged : changes) {
      Change change = logged.change();
      if (!change.name().isEmpty()) {
        keys.add(new PageKey(change.cluster(), change.namespace(), change.name()));
      }
    }
    judge(handle, List.copyOf(keys), false, now, judge);
    if (!changes.isEmpty()) {
      store(handle, new Cursor(changes.getLast().id(), rules, Optional.empty(), false));
    }
    return !changes.isEmpty();
  }

  private static void judge(
      Handle handle, List<PageKey> keys, boolean learning, Instant now, Judge judge) {
    if (keys.isEmpty()) {
      return;
    }
    List<Observed> observed =
        handle
            .select(
                APPLICATIONS,
                keys.stream().map(PageKey::cluster).toArray(String[]::new),
                keys.stream().map(PageKey::namespace).toArray(String[]::new),
                keys.stream().map(PageKey::name).toArray(String[]::new),
                time(now.minus(DRIFTS)))
            .map((row, _) -> application(row))
            .list();
    observed.forEach(one -> judge(handle, one, learning, now, judge));
  }

  private static void judge(
      Handle handle, Observed observed, boolean learning, Instant now, Judge judge) {
    Verdict verdict =
        judge.judge(
            observed,
            learning,
            (trigger, namespace, name, except) -> firing(handle, trigger, namespace, name, except));
    keep(handle, observed, verdict);
    for (Verdict.Event event : verdict.events()) {
      add(handle, observed, event);
    }
    for (Verdict.Silenced silenced : verdict.silenced()) {
      NotificationOutbox.silenced(handle, observed, silenced, now);
    }
    verdict
        .problems()
        .forEach((trigger, message) ->
            handle.execute(
                "insert into notify_problem as p (trigger, message, at) values (?, ?, ?)"
                    + " on conflict (trigger) do update set message = excluded.message, at = excluded.at"
                    + " where p.at < excluded.at - interval '1 minute'",
                trigger,
                message,
                time(now)));
  }

  private static void keep(Handle handle, Observed observed, Verdict verdict) {
    if (verdict.state().isEmpty()) {
      if (observed.before().isPresent()) {
        handle.execute(
            "delete from notify_object where cluster = ? and namespace = ? and name = ?",
            observed.cluster(),
            observed.namespace(),
            observed.name());
      }
      return;
    }
    handle.execute(
        """
        insert into notify_object as o (cluster, namespace, name, state, standings)
        values (?, ?, ?, ?::jsonb, ?::jsonb)
        on conflict (cluster, namespace, name) do update
        set state = excluded.state, standings = excluded.standings
        where o.state <> excluded.state or o.standings <> excluded.standings
        """,
        observed.cluster(),
        observed.namespace(),
        observed.name(),
        verdict.state(),
        verdict.standings());
  }

  private static void add(Handle handle, Observed observed, Verdict.Event event) {
    handle.execute(
        """
        insert into notify_event (target, group_key, incident, trigger, phase, cluster, namespace,
          name, at, due_at, happened)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
        on conflict (target, group_key, cluster, namespace, name) do update
        set happened = excluded.happened
        """,
        event.target(),
        event.group(),
        event.incident(),
        event.trigger(),
        event.phase(),
        observed.cluster(),
        observed.namespace(),
        observed.name(),
        time(event.at()),
        time(event.dueAt()),
        event.happened());
  }

  private static List<String> firing(
      Handle handle, String trigger, String namespace, String name, String exceptCluster) {
    return handle
        .select(
            "select state::text from notify_object where namespace = ? and name = ?"
                + " and cluster <> ? and standings <> '{}'"
                + " and (standings -> ?::text ->> 'firing')::boolean",
            namespace,
            name,
            exceptCluster,
            trigger)
        .mapTo(String.class)
        .list();
  }

  private static List<PageKey> page(Handle handle, PageKey after) {
    // What is gone meanwhile is among them as long as it was known before.
    return handle
        .select(
            """
            select cluster, namespace, name from application_state
            where (cluster, namespace, name) > (?, ?, ?) order by 1, 2, 3 limit ?
            """,
            after.cluster(),
            after.namespace(),
            after.name(),
            PAGE)
        .map((row, _) ->
            new PageKey(
                row.getString("cluster"), row.getString("namespace"), row.getString("name")))
        .list();
  }

  /** Applications of clusters that the registry no longer names: what fired for them is over. */
  private static List<PageKey> orphans(Handle handle) {
    return handle
        .select(
            """
            select cluster, namespace, name from notify_object o
            where name <> '' and not exists (select 1 from registry_cluster r where r.name = o.cluster)
            limit ?
            """,
            PAGE)
        .map((row, _) ->
            new PageKey(
                row.getString("cluster"), row.getString("namespace"), row.getString("name")))
        .list();
  }

  private static boolean reaches(Handle handle, EventId position) {
    Optional<EventId> oldest = ChangeLog.end(handle, "asc");
    Optional<EventId> newest = ChangeLog.end(handle, "desc");
    return oldest.isEmpty()
        ? position.equals(EventId.START)
        : position.compareTo(oldest.get()) >= 0
            && position.compareTo(newest.orElse(EventId.START)) <= 0;
  }

  private static Optional<Cursor> cursor(Handle handle) {
    return handle
        .select("select * from notify_cursor")
        .map((row, _) ->
            new Cursor(
                new EventId(row.getLong("xid"), row.getLong("id")),
                row.getString("rules"),
                Optional.ofNullable(row.getString("scan_cluster"))
                    .map(cluster -> scanned(row, cluster)),
                row.getBoolean("learning")))
        .findOne();
  }

  private static PageKey scanned(ResultSet row, String cluster) {
    try {
      return new PageKey(cluster, row.getString("scan_namespace"), row.getString("scan_name"));
    } catch (SQLException e) {
      throw new StoreException(StoreException.Code.BAD_DATA, "the cursor is damaged", e);
    }
  }

  private static void store(Handle handle, Cursor cursor) {
    handle.execute(
        """
        insert into notify_cursor (xid, id, rules, scan_cluster, scan_namespace, scan_name, learning)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (singleton) do update set xid = excluded.xid, id = excluded.id,
          rules = excluded.rules, scan_cluster = excluded.scan_cluster,
          scan_namespace = excluded.scan_namespace, scan_name = excluded.scan_name,
          learning = excluded.learning
        """,
        cursor.position().transaction(),
        cursor.position().number(),
        cursor.rules(),
        cursor.scanned().map(PageKey::cluster).orElse(null),
        cursor.scanned().map(PageKey::namespace).orElse(null),
        cursor.scanned().map(PageKey::name).orElse(null),
        cursor.learning());
  }

  private static Observed application(ResultSet row) throws SQLException {
    return new Observed(
        row.getString("cluster"),
        row.getString("namespace"),
        row.getString("name"),
        labels(row),
        Optional.ofNullable(row.getString("report"))
            .map(report -> Json.read(report, ApplicationReport.class)),
        Optional.empty(),
        Optional.ofNullable(row.getString("state")),
        Optional.ofNullable(row.getString("standings")),
        row.getLong("drifts"));
  }

  private static Observed cluster(ResultSet row) throws SQLException {
    Map<String, String> told = new TreeMap<>();
    put(told, "agentVersion", row.getString("agent_version"));
    put(told, "kubernetesVersion", row.getString("kubernetes_version"));
    put(told, "revision", row.getString("revision"));
    put(told, "source", row.getString("source"));
    put(told, "sourceMessage", row.getString("source_message"));
    OffsetDateTime at = row.getObject("last_report_at", OffsetDateTime.class);
    Optional<Observed.Seen> seen =
        row.getBoolean("gone")
            ? Optional.empty()
            : Optional.of(
                new Observed.Seen(
                    Optional.ofNullable(at).map(OffsetDateTime::toInstant),
                    row.getLong("interval_seconds"),
                    row.getString("problem"),
                    told,
                    row.getLong("outbox_lost")));
    return new Observed(
        row.getString("cluster"),
        "",
        "",
        labels(row),
        Optional.empty(),
        seen,
        Optional.ofNullable(row.getString("state")),
        Optional.ofNullable(row.getString("standings")),
        0);
  }

  private static void put(
      Map<String, String> told, String name, @org.jspecify.annotations.Nullable String value) {
    Stream.ofNullable(value).forEach(text -> told.put(name, text));
  }

  private static Map<String, String> labels(ResultSet row) throws SQLException {
    String labels = row.getString("labels");
    return labels == null ? Map.of() : Json.read(labels, TEXTS);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Cursor(
      EventId position, String rules, Optional<PageKey> scanned, boolean learning) {}
}
