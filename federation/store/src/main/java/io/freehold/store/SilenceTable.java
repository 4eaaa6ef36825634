package io.freehold.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Silences that operators made at the plane. */
public final class SilenceTable {
  private final Database database;

  public SilenceTable(Database database) {
    this.database = database;
  }

  /**
   * A silence.
   *
   * @param id its id
   * @param about what it is about, JSON
   * @param until when it ends
   * @param author who made it
   * @param reason why
   */
  public record Row(String id, String about, Instant until, String author, String reason) {}

  /** Those that have not ended, the first to end first. */
  public List<Row> open(Instant now) {
    return database.read(handle ->
        handle
            .select(
                "select id, about::text as about, until, author, reason from notify_silence"
                    + " where until > ? order by until, id limit 1000",
                time(now))
            .map((row, _) ->
                new Row(
                    row.getString("id"),
                    row.getString("about"),
                    row.getObject("until", OffsetDateTime.class).toInstant(),
                    row.getString("author"),
                    row.getString("reason")))
            .list());
  }

  /** Adds one. */
  public void add(Row silence, Instant now) {
    database.write(handle ->
        handle.execute(
            "insert into notify_silence (id, about, until, author, reason, created_at)"
                + " values (?, ?::jsonb, ?, ?, ?, ?)",
            silence.id(),
            silence.about(),
            time(silence.until()),
            silence.author(),
            silence.reason(),
            time(now)));
  }

  /**
   * Ends one.
   *
   * @return whether there was one
   */
  public boolean end(String id, Instant now) {
    return database.write(handle ->
        handle.execute(
            "update notify_silence set until = ? where id = ? and until > ?",
            time(now),
            id,
            time(now)))
        > 0;
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
