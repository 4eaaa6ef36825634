package io.freehold.store;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** Where the chains of the audit log end. */
final class AuditChain {
  private AuditChain() {}

  /** The newest entry of a chain, number 0 when it has none. */
  static Head head(Handle handle, String origin, String chain) {
    return handle
        .select(
            "select head_number, head_hash from audit_chain where origin = ? and chain = ?",
            origin,
            chain)
        .map((row, _) -> new Head(row.getLong("head_number"), row.getString("head_hash")))
        .findOne()
        .orElse(new Head(0, ""));
  }

  /**
   * Notes that an entry was added. One that comes after newer ones makes the chain be checked again
   * from there.
   */
  static void added(
      Handle handle, String origin, String chain, long number, String hash, Instant at) {
    handle
        .createUpdate(
            """
            insert into audit_chain as c (origin, chain, first_at, last_at, head_number, head_hash)
            values (:origin, :chain, :at, :at, :number, :hash)
            on conflict (origin, chain) do update set
              first_at = least(c.first_at, excluded.first_at),
              last_at = greatest(c.last_at, excluded.last_at),
              head_hash = case when excluded.head_number > c.head_number
                then excluded.head_hash else c.head_hash end,
              head_number = greatest(c.head_number, excluded.head_number),
              checked_hash = case when excluded.head_number > c.checked_number
                then c.checked_hash else c.anchor_hash end,
              checked_number = case when excluded.head_number > c.checked_number
                then c.checked_number else c.anchor_number end
            """)
        .bind("origin", origin)
        .bind("chain", chain)
        .bind("number", number)
        .bind("hash", hash)
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /**
   * The newest entry.
   *
   * @param number its number
   * @param hash its digest
   */
  record Head(long number, String hash) {}
}
