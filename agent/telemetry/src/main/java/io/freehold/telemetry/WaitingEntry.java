package io.freehold.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.JournalEntry;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An entry of the journal as it waits in the outbox.
 *
 * @param sequence its sequence number
 * @param entry what happened
 * @param json the same, exactly as it was written and chained
 * @param link its place in the chain; none when an agent wrote it that knew no chains
 */
record WaitingEntry(long sequence, JournalEntry entry, JsonNode json, Optional<Link> link) {
  private static final Logger log = LoggerFactory.getLogger(WaitingEntry.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an entry; empty when another version of the agent wrote something that this one does not
   * know.
   */
  static Optional<WaitingEntry> read(Outbox.Entry waiting) {
    try {
      JsonNode record = JSON.readTree(waiting.payload());
      boolean chained = record.path("entry").isObject();
      JsonNode json = chained ? record.path("entry") : record;
      Optional<Link> link =
          chained
              ? Optional.of(
                  new Link(
                      record.path("chain").asText(),
                      record.path("number").asLong(),
                      record.path("previous").asText()))
              : Optional.empty();
      return Optional.of(
          new WaitingEntry(
              waiting.sequence(), JSON.treeToValue(json, JournalEntry.class), json, link));
    } catch (IOException e) {
      log.error("A journal entry in the outbox cannot be understood and is dropped", e);
      return Optional.empty();
    }
  }

  /**
   * Place in a chain.
   *
   * @param chain id of the chain
   * @param number number in it
   * @param previous digest of the entry before
   */
  record Link(String chain, long number, String previous) {}
}
