package io.freehold.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An entry of the audit log. The detail of the entry is all that its record says: the journal's
 * entry of a cluster, the detail of the plane's own ones.
 *
 * @param entry who did what
 * @param origin cluster whose chain it is in, empty for the plane
 * @param chain id of the chain, empty when it is in none
 * @param number its number in the chain
 * @param hash digest of the record
 * @param previous digest of the record before
 * @param record what the digest is of
 * @param storedAt when the plane stored it
 */
public record AuditRow(
    AuditEntry entry,
    String origin,
    String chain,
    long number,
    String hash,
    String previous,
    String record,
    Instant storedAt) {
  /** Where it is in the list. */
  public Position position() {
    return new Position(entry.time(), origin, chain, number);
  }

  /** What the record says beside the columns. */
  public JsonNode detail() {
    JsonNode said = Json.tree(record).path("entry");
    return origin.isEmpty() ? said.path("detail") : said;
  }

  /**
   * Position in the list.
   *
   * @param time when it happened
   * @param origin whose chain
   * @param chain id of the chain
   * @param number number in the chain
   */
  public record Position(Instant time, String origin, String chain, long number) {}
}
