package io.freehold.conformance.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What waits in the outbox of a running agent, read from its files: the agent's own record of what
 * happened, of which the plane knows nothing.
 */
final class OutboxFiles {
  private static final String SUFFIX = ".journal";
  // Length of the payload, checksum, sequence number.
  private static final int HEADER = Integer.BYTES + Integer.BYTES + Long.BYTES;

  private OutboxFiles() {}

  /** The entries that nobody has taken, oldest first. */
  static List<Told> waiting(Path agentFolder) {
    List<Told> waiting = new ArrayList<>();
    try (Stream<Path> files = Files.walk(agentFolder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList()) {
        read(file, taken(file.resolveSibling("taken")), waiting);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return waiting;
  }

  private static void read(Path file, long taken, List<Told> waiting) throws IOException {
    var records = ByteBuffer.wrap(Files.readAllBytes(file));
    while (records.remaining() >= HEADER) {
      byte[] payload = new byte[records.getInt()];
      records.getInt();
      long sequence = records.getLong();
      records.get(payload);
      if (sequence > taken) {
        waiting.add(
            // Beside the entry stands its place in the chain.
            Told.byAgent(
                sequence, Fleet.json(new String(payload, StandardCharsets.UTF_8)).path("entry")));
      }
    }
  }

  private static long taken(Path file) throws IOException {
    return Files.exists(file)
        ? Long.parseLong(Files.readString(file).strip().split(" ", -1)[0])
        : 0;
  }
}
