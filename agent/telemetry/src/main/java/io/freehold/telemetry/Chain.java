package io.freehold.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ChainedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the journal's entries and links each to the one before it. Where the chain ends is known
 * from the newest entry in the outbox, and from a file when the outbox is empty; without both a new
 * chain begins. Guarded by its outbox.
 */
final class Chain {
  private static final Logger log = LoggerFactory.getLogger(Chain.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTS = 3;

  private final Path file;
  private String id;
  private long number;
  private String hash;

  private Chain(Path file, String id, long number, String hash) {
    this.file = file;
    this.id = id;
    this.number = number;
    this.hash = hash;
  }

  /** Goes on where the file says. */
  static Chain open(Path file) throws IOException {
    try {
      List<String> parts = List.of(Files.readString(file).strip().split(" ", -1));
      if (parts.size() == PARTS) {
        return new Chain(file, parts.get(0), Long.parseLong(parts.get(1)), parts.get(2));
      }
      log.warn("{} is damaged: the journal begins a new chain", file);
    } catch (NoSuchFileException _) {
      log.info("The journal begins its chain");
    } catch (NumberFormatException _) {
      log.warn("{} is damaged: the journal begins a new chain", file);
    }
    return new Chain(file, UUID.randomUUID().toString(), 0, "");
  }

  /** An entry was found in the outbox: the chain goes on at least after it. */
  void found(byte[] payload) {
    try {
      JsonNode record = JSON.readTree(payload);
      String chain = record.path("chain").asText();
      long found = record.path("number").asLong();
      // Entries of agents before there were chains have none.
      if (!chain.isEmpty() && (!chain.equals(id) || found > number)) {
        id = chain;
        number = found;
        hash = ChainedRecord.hash(new String(payload, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      log.warn("An entry of the outbox cannot be read: {}", e.toString());
    }
  }

  /** The bytes of the next entry, which is part of the chain whatever becomes of it. */
  byte[] next(Map<String, Object> content) {
    String text = new ChainedRecord(id, number + 1, hash, content).text();
    number++;
    hash = ChainedRecord.hash(text);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes down where the chain ends. */
  void save() throws IOException {
    if (number > 0) {
      AtomicFile.write(file, (id + " " + number + " " + hash).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
