package io.freehold.store;

import io.freehold.api.ChainedRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Where the chains of the audit log end. */
final class AuditChain {
  private AuditChain() {}

  /** The newest entry of a chain, number 0 when it has none. */
  static Link head(Handle handle, String origin, String chain) {
    return handle
        .select(
            "select head_number, head_hash from audit_chain where origin = ? and chain = ?",
            origin,
            chain)
        .map((row, _) -> new Link(row.getLong("head_number"), row.getString("head_hash")))
        .findOne()
        .orElse(Link.NONE);
  }

  /**
   * Notes that entries were added to a chain. When one is older than what was checked, the chain is
   * checked again from there.
   */
  static void added(Handle handle, String origin, String chain, List<AuditRows.Row> rows) {
    ChainedRecord newest =
        rows.stream()
            .map(AuditRows.Row::record)
            .max(Comparator.comparingLong(ChainedRecord::number))
            .orElseThrow();
    long lowest = rows.stream().mapToLong(row -> row.record().number()).min().orElseThrow();
    List<Instant> times = rows.stream().map(row -> row.entry().time()).sorted().toList();
    handle
        .createUpdate(
            """
            insert into audit_chain as c (origin, chain, first_at, last_at, head_number, head_hash)
            values (:origin, :chain, :first, :last, :number, :hash)
            on conflict (origin, chain) do update set
              first_at = least(c.first_at, excluded.first_at),
              last_at = greatest(c.last_at, excluded.last_at),
              head_hash = case when excluded.head_number > c.head_number
                then excluded.head_hash else c.head_hash end,
              head_number = greatest(c.head_number, excluded.head_number),
              checked_number = least(c.checked_number, :lowest - 1)
            """)
        .bind("origin", origin)
        .bind("chain", chain)
        .bind("number", newest.number())
        .bind("hash", newest.hash())
        .bind("lowest", lowest)
        .bind("first", times.getFirst().atOffset(ZoneOffset.UTC))
        .bind("last", times.getLast().atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** What is known to be wrong with a chain. */
  static List<AuditFault> faults(Handle handle, String origin, String chain) {
    return handle
        .select(
            "select from_number, to_number, kind, found_at from audit_fault"
                + " where origin = ? and chain = ? order by from_number, kind",
            origin,
            chain)
        .map((row, _) -> AuditFault.of(row))
        .list();
  }

  /** Replaces what is wrong with a chain after a number. */
  static void faults(
      Handle handle, String origin, String chain, long after, Collection<AuditFault> faults) {
    handle.execute(
        "delete from audit_fault where origin = ? and chain = ? and to_number > ?",
        origin,
        chain,
        after);
    for (AuditFault fault : faults) {
      handle.execute(
          "insert into audit_fault (origin, chain, from_number, to_number, kind, found_at)"
              + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
          origin,
          chain,
          fault.from(),
          fault.to(),
          fault.kind().toString(),
          fault.foundAt().atOffset(ZoneOffset.UTC));
    }
  }

  /**
   * An entry, as the next one names it.
   *
   * @param number its number
   * @param hash its digest
   */
  record Link(long number, String hash) {
    static final Link NONE = new Link(0, "");
  }
}
