package io.freehold.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Refused reports, counted per claimed cluster and reason. Anybody can cause them, so their number
 * is bounded.
 */
public final class RefusalTable {
  /** Rows that are kept; further claims are counted together under an empty name. */
  public static final int LIMIT = 1000;

  private static final int MAX_TEXT = 253;

  private final Database database;

  public RefusalTable(Database database) {
    this.database = database;
  }

  /** Counts refused requests. */
  public void add(String claimed, String reason, long count, Instant at) {
    database.write(handle -> {
      boolean room =
          handle
              .select(
                  "select count(*) < ? or exists"
                      + " (select 1 from refusal where claimed = ? and reason = ?) from refusal",
                  LIMIT,
                  text(claimed),
                  text(reason))
              .mapTo(Boolean.class)
              .one();
      return handle
          .createUpdate(
              """
              insert into refusal as r (claimed, reason, count, first_at, last_at)
              values (:claimed, :reason, :count, :at, :at)
              on conflict (claimed, reason) do update
              set count = r.count + :count, last_at = greatest(r.last_at, :at)
              """)
          .bind("claimed", room ? text(claimed) : "")
          .bind("reason", text(reason))
          .bind("count", count)
          .bind("at", at.atOffset(ZoneOffset.UTC))
          .execute();
    });
  }

  /** All, newest first. */
  public List<Refusal> all(Scope scope) {
    String condition =
        scope.everything()
            ? ""
            : scope.in(
                " where exists (select 1 from registry_cluster r where r.name = f.claimed and {whole})",
                "");
    return database.read(handle ->
        scope
            .bind(
                handle.createQuery(
                    "select * from refusal f"
                        + condition
                        + " order by last_at desc, claimed, reason"))
            .map((row, _) ->
                new Refusal(
                    row.getString("claimed"),
                    row.getString("reason"),
                    row.getLong("count"),
                    row.getObject("first_at", OffsetDateTime.class).toInstant(),
                    row.getObject("last_at", OffsetDateTime.class).toInstant()))
            .list());
  }

  private static String text(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }
}
