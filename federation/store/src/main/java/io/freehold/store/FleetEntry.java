package io.freehold.store;

import io.freehold.api.JournalEntry;
import java.time.Instant;

/**
 * A journal entry of some cluster.
 *
 * @param cluster whose
 * @param sequence its number there
 * @param at when it happened
 * @param entry what happened
 */
public record FleetEntry(String cluster, long sequence, Instant at, JournalEntry entry) {
  /** Position of this entry in a list that is sorted by time. */
  public Position position() {
    return new Position(at, cluster, sequence);
  }

  /**
   * Position in the list of all entries, newest first.
   *
   * @param at time
   * @param cluster cluster
   * @param sequence number
   */
  public record Position(Instant at, String cluster, long sequence) {
    /** Before the newest entry. */
    public static final Position START = new Position(Instant.parse("9999-01-01T00:00:00Z"), "", 0);
  }
}
