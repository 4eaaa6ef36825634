package io.freehold.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Sessions, for all planes on the database. Whether one is still good is not decided here. */
public final class SessionTable {
  // A write per request would be a lot for a time that is shown in minutes.
  private static final Duration EXACT = Duration.ofMinutes(1);

  private final Database database;

  public SessionTable(Database database) {
    this.database = database;
  }

  /** Opens one. */
  public void open(SessionRow session) {
    database.write(handle ->
        handle
            .createUpdate(
                "insert into session (hash, kind, issuer, name, groups, created_at, used_at)"
                    + " values (:hash, :kind, :issuer, :name, :groups, :createdAt, :usedAt)")
            .bind("hash", session.hash())
            .bind("kind", session.kind())
            .bind("issuer", session.issuer())
            .bind("name", session.name())
            .bindArray("groups", String.class, session.groups())
            .bind("createdAt", time(session.createdAt()))
            .bind("usedAt", time(session.usedAt()))
            .execute());
  }

  /** The session of a digest. */
  public Optional<SessionRow> find(String hash) {
    return database.read(handle ->
        handle
            .select("select * from session where hash = ?", hash)
            .map((row, _) -> session(row))
            .findOne());
  }

  /** Notes that it was used. */
  public void used(SessionRow session, Instant now) {
    if (Duration.between(session.usedAt(), now).compareTo(EXACT) >= 0) {
      database.write(handle ->
          handle.execute(
              "update session set used_at = greatest(used_at, ?) where hash = ?",
              time(now),
              session.hash()));
    }
  }

  /** Ends one. */
  public void close(String hash) {
    database.write(handle -> handle.execute("delete from session where hash = ?", hash));
  }

  /** Forgets those that began, or were used last, too long ago. */
  public void prune(Instant begun, Instant used) {
    database.write(handle ->
        handle.execute(
            "delete from session where created_at < ? or used_at < ?", time(begun), time(used)));
  }

  private static SessionRow session(ResultSet row) throws SQLException {
    return new SessionRow(
        row.getString("hash"),
        row.getString("kind"),
        row.getString("issuer"),
        row.getString("name"),
        List.of((String[]) row.getArray("groups").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("used_at", OffsetDateTime.class).toInstant());
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
