package io.freehold.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the audit log in monthly tables. Before a month is dropped, each chain in it is closed by
 * an entry that names the last one dropped and its digest, so that what is left can still be
 * checked.
 */
public final class AuditMonths {
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");
  private static final int AHEAD = 2;
  // Any number that nothing else uses.
  private static final long LOCK = 4_317_002;

  private final Database database;
  private final AuditTrail trail;
  private final int months;

  /**
   * @param months how many whole months before the current one are kept
   */
  public AuditMonths(Database database, AuditTrail trail, int months) {
    if (months < 1) {
      throw new IllegalArgumentException("the audit log must be kept for at least a month");
    }
    this.database = database;
    this.trail = trail;
    this.months = months;
  }

  /**
   * Makes the tables of the coming months and drops those that are older than what is kept.
   *
   * @return names of tables that were dropped
   */
  public List<String> maintain(Instant now) {
    YearMonth current = YearMonth.from(now.atZone(ZoneOffset.UTC));
    return database.write(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", LOCK);
      for (int ahead = 0; ahead <= AHEAD; ahead++) {
        handle
            .select("select ensure_audit_month(?)::text", current.plusMonths(ahead).atDay(1))
            .mapTo(String.class)
            .list();
      }
      List<String> old =
          handle
              .select(
                  "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                      + " where i.inhparent = 'audit'::regclass and c.relname ~ '_\\d{4}_\\d{2}$'"
                      + " and c.relname < ? order by 1",
                  "audit_" + SUFFIX.format(current.minusMonths(months)))
              .mapTo(String.class)
              .list();
      old.forEach(table -> drop(handle, table, now));
      return old;
    });
  }

  private void drop(Handle handle, String table, Instant now) {
    // A name of our own making: letters, digits and underscores.
    List<Closing> closings =
        handle
            .createQuery(
                "select distinct on (origin, chain) origin, chain, number, hash,"
                    + " count(*) over (partition by origin, chain) as entries from "
                    + table
                    + " where chain <> '' order by origin, chain, number desc")
            .map((row, _) ->
                new Closing(
                    row.getString("origin"),
                    row.getString("chain"),
                    row.getLong("number"),
                    row.getString("hash"),
                    row.getLong("entries")))
            .list();
    List<AuditEntry> entries = new ArrayList<>();
    for (Closing closing : closings) {
      handle.execute(
          "update audit_chain set anchor_number = ?, anchor_hash = ?,"
              + " checked_number = greatest(checked_number, ?)"
              + " where origin = ? and chain = ? and anchor_number < ?",
          closing.number(),
          closing.hash(),
          closing.number(),
          closing.origin(),
          closing.chain(),
          closing.number());
      handle.execute(
          "delete from audit_fault where origin = ? and chain = ? and to_number <= ?",
          closing.origin(),
          closing.chain(),
          closing.number());
      entries.add(closing.entry(now));
    }
    trail.append(handle, entries);
    handle.execute("drop table " + table);
  }

  /** The last entry of a chain in a month. */
  private record Closing(String origin, String chain, long number, String hash, long entries) {
    AuditEntry entry(Instant now) {
      return new AuditEntry(
          now,
          "freehold-plane",
          "plane",
          "audit.anchor",
          "entries to " + number + " are no longer kept",
          origin,
          "",
          hash,
          "success",
          "retention",
          JsonNodeFactory.instance
              .objectNode()
              .put("chain", chain)
              .put("number", number)
              .put("hash", hash)
              .put("dropped", entries));
    }
  }
}
