package io.freehold.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What changed lately, in the database: every plane on it learns of all changes, and a reader that
 * was away can go on where it was.
 */
public final class ChangeLog {
  /** Channel on which the database tells that there is something new. */
  static final String CHANNEL = "freehold_changes";

  /** How long changes are kept for readers that come back. */
  public static final Duration KEPT = Duration.ofHours(1);

  private static final int PAGE = 1_000;

  private final Database database;

  public ChangeLog(Database database) {
    this.database = database;
  }

  /** Adds changes that no report made, such as silence or a new cluster in the registry. */
  public void append(Collection<Change> changes) {
    if (!changes.isEmpty()) {
      database.write(handle -> {
        append(handle, changes);
        return changes.size();
      });
    }
  }

  /** Adds changes in the transaction that makes them. */
  static void append(Handle handle, Collection<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into change_event (kind, cluster, namespace, name)"
                + " values (:kind, :cluster, :namespace, :name)");
    for (Change change : changes) {
      batch
          .bind("kind", change.kind().name())
          .bind("cluster", change.cluster())
          .bind("namespace", change.namespace())
          .bind("name", change.name())
          .add();
    }
    batch.execute();
    handle.select("select pg_notify(?, '')::text", CHANNEL).mapTo(String.class).list();
  }

  /**
   * Changes after a position, oldest first; at most a page, so ask again until there are none.
   * Changes of transactions that began before one that still runs are left for later.
   */
  public List<LoggedChange> after(EventId position) {
    return database.read(handle -> after(handle, position));
  }

  static List<LoggedChange> after(Handle handle, EventId position) {
    return handle
        .select(
            """
            select xid::text::bigint as xid, id, kind, cluster, namespace, name from change_event
            where (xid, id) > (?::text::xid8, ?) and xid < pg_snapshot_xmin(pg_current_snapshot())
            order by xid, id limit ?
            """,
            Long.toString(position.transaction()),
            position.number(),
            PAGE)
        .map((row, _) -> change(row))
        .list();
  }

  /** The newest position; {@link EventId#START} when nothing ever changed. */
  public EventId newest() {
    return database.read(handle -> end(handle, "desc").orElse(EventId.START));
  }

  /**
   * Whether everything after a position is still there.
   *
   * @return false when changes after it may have been forgotten, or it is none of this database
   */
  public boolean reaches(EventId position) {
    return database.read(handle -> {
      Optional<EventId> oldest = end(handle, "asc");
      Optional<EventId> newest = end(handle, "desc");
      return oldest.isPresent()
          && newest.isPresent()
          && position.compareTo(oldest.get()) >= 0
          && position.compareTo(newest.get()) <= 0;
    });
  }

  /** Forgets what is older than {@link #KEPT}, except the newest. */
  public void prune() {
    database.write(handle ->
        handle.execute(
            "delete from change_event where at < now() - ?::interval"
                + " and (xid, id) < (select xid, id from change_event order by xid desc, id desc limit 1)",
            KEPT.toSeconds() + " seconds"));
  }

  static Optional<EventId> end(Handle handle, String order) {
    return handle
        .select(
            "select xid::text::bigint as xid, id from change_event order by xid "
                + order
                + ", id "
                + order
                + " limit 1")
        .map((row, _) -> id(row))
        .findOne();
  }

  private static LoggedChange change(ResultSet row) throws SQLException {
    return new LoggedChange(
        id(row),
        new Change(
            Change.Kind.valueOf(row.getString("kind")),
            row.getString("cluster"),
            row.getString("namespace"),
            row.getString("name")));
  }

  private static EventId id(ResultSet row) throws SQLException {
    return new EventId(row.getLong("xid"), row.getLong("id"));
  }
}
