package io.freehold.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Keeps history in monthly partitions: makes those of the coming months and drops those that are
 * older than what is to be kept. Several planes on one database may do it at the same time.
 */
public final class History {
  private static final Map<String, String> TABLES =
      Map.of("journal", "at", "sync_span", "ended_at");
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");
  private static final int AHEAD = 2;
  // Any number that nothing else uses.
  private static final long LOCK = 4_317_001;

  private final Database database;
  private final int months;

  /**
   * @param months how many whole months before the current one are kept
   */
  public History(Database database, int months) {
    if (months < 1) {
      throw new IllegalArgumentException("history must be kept for at least a month");
    }
    this.database = database;
    this.months = months;
  }

  /**
   * Brings the partitions up to date.
   *
   * @return names of partitions that were dropped
   */
  public List<String> maintain(Instant now) {
    YearMonth current = YearMonth.from(now.atZone(ZoneOffset.UTC));
    YearMonth oldest = current.minusMonths(months);
    return database.write(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", LOCK);
      List<String> dropped = new ArrayList<>();
      TABLES.forEach((table, column) -> {
        for (YearMonth month = current.minusMonths(1);
            !month.isAfter(current.plusMonths(AHEAD));
            month = month.plusMonths(1)) {
          handle
              .select("select ensure_month(?, ?, ?)::text", table, column, month.atDay(1))
              .mapTo(String.class)
              .list();
        }
        dropped.addAll(drop(handle, table, column, oldest));
      });
      handle.execute(
          "delete from health_change where at < ?",
          oldest.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC));
      handle.execute(
          "delete from commit_info where stored_at < ?",
          oldest.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC));
      return dropped;
    });
  }

  private static List<String> drop(Handle handle, String table, String column, YearMonth oldest) {
    LocalDate first = oldest.atDay(1);
    handle.execute(
        "delete from " + table + "_other where " + column + " < ?",
        first.atStartOfDay().atOffset(ZoneOffset.UTC));
    String limit = table + "_" + SUFFIX.format(oldest);
    List<String> old =
        handle
            .select(
                "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                    + " where i.inhparent = ?::regclass and c.relname ~ '_\\d{4}_\\d{2}$'"
                    + " and c.relname < ? order by 1",
                table, limit)
            .mapTo(String.class)
            .list();
    // Names of our own making: digits and underscores.
    old.forEach(partition -> handle.execute("drop table " + partition));
    return old;
  }
}
