package io.freehold.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ChainedRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outbox over restarts, crashes and full disks. */
class OutboxTest {
  @TempDir private Path directory;
  private Outbox outbox;

  @BeforeEach
  void open() {
    outbox = open(OutboxLimit.DEFAULT);
  }

  @Test
  void entriesComeBackInOrderUntilTheyAreTaken() {
    append("a", "b", "c");
    List<Outbox.Entry> head = outbox.head(2, 1 << 20);
    assertThat(texts(head)).containsExactly("a", "b");
    outbox.taken(head.getLast().sequence());
    assertThat(all(outbox)).containsExactly("c");
    assertThat(outbox.waiting()).isEqualTo(1);
  }

  @Test
  void aProcessThatDiesLosesNothing() {
    append("a", "b", "c");
    outbox.taken(outbox.head(1, 1 << 20).getFirst().sequence());
    // Neither synced nor closed: as after SIGKILL.
    assertThat(all(open(OutboxLimit.DEFAULT))).containsExactly("b", "c");
  }

  @Test
  void aTornTailIsCutOffAndWritingGoesOn() throws IOException {
    append("a", "b");
    Path segment = segment();
    try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    outbox = open(OutboxLimit.DEFAULT);
    assertThat(all(outbox)).containsExactly("a");
    append("c");
    assertThat(all(open(OutboxLimit.DEFAULT))).containsExactly("a", "c");
  }

  @Test
  void aFlippedBitIsNotDelivered() throws IOException {
    append("a", "b");
    try (var file = new RandomAccessFile(segment().toFile(), "rw")) {
      file.seek(file.length() - 1);
      file.write('x');
    }
    assertThat(all(open(OutboxLimit.DEFAULT))).containsExactly("a");
  }

  @Test
  void beyondTheBoundTheOldestGoAndAreCounted() {
    outbox = open(new OutboxLimit(2, 1 << 20));
    append("a", "b", "c");
    assertThat(all(outbox)).containsExactly("b", "c");
    assertThat(outbox.lost()).isEqualTo(1);
    outbox.close();
    outbox = open(new OutboxLimit(2, 1 << 20));
    assertThat(outbox.lost()).isEqualTo(1);
    assertThat(all(outbox)).containsExactly("b", "c");
  }

  @Test
  void theBoundInBytesHoldsOnDiskToo() throws IOException {
    outbox = open(new OutboxLimit(10_000, 2 << 20));
    String large = "x".repeat(100_000);
    for (int i = 0; i < 100; i++) {
      append(large);
    }
    assertThat(outbox.waiting()).isEqualTo(20);
    try (var files = Files.list(directory.resolve("outbox"))) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(4 << 20);
    }
  }

  @Test
  void segmentsThatAreDoneAreDeleted() throws IOException {
    String large = "x".repeat(500_000);
    append(large, large, large, large, large, large, large);
    outbox.taken(outbox.head(6, 1L << 30).getLast().sequence());
    try (var files = Files.list(directory.resolve("outbox"))) {
      assertThat(files.filter(Segment::named)).hasSize(1);
    }
    assertThat(all(outbox)).hasSize(1);
  }

  @Test
  void anInterruptedCallerDoesNotBreakTheOutboxForOthers() {
    Thread.currentThread().interrupt();
    append("a");
    assertThat(Thread.interrupted()).isTrue();
    append("b");
    assertThat(all(outbox)).containsExactly("a", "b");
  }

  @Test
  void sequenceNumbersGrowOverCrashesAndClocksThatWereSetBack() {
    Path file = directory.resolve("sequence");
    InstantSource late = InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"));
    InstantSource early = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));
    var before = Sequence.open(file, late);
    assertThat(before.next()).isEqualTo(late.millis() * 1024);
    long last = before.next();
    assertThat(Sequence.open(file, early).next()).isGreaterThan(last);
  }

  @Test
  void entriesAreChainedOverCrashesRestartsAndEmptyOutboxes() {
    append("a", "b");
    outbox = open(OutboxLimit.DEFAULT);
    append("c");
    List<Outbox.Entry> entries = outbox.head(10, 1 << 20);
    outbox.taken(entries.getLast().sequence());
    outbox.close();
    // Once more with nothing in it: the segments are gone by now.
    open(OutboxLimit.DEFAULT).close();
    outbox = open(OutboxLimit.DEFAULT);
    append("d");
    entries.addAll(outbox.head(10, 1 << 20));
    assertThat(entries).hasSize(4);
    String previous = "";
    for (int i = 0; i < 4; i++) {
      JsonNode record = record(entries.get(i));
      assertThat(record.path("number").longValue()).isEqualTo(i + 1);
      assertThat(record.path("previous").asText()).isEqualTo(previous);
      assertThat(record.path("chain")).isEqualTo(record(entries.getFirst()).path("chain"));
      previous = ChainedRecord.hash(new String(entries.get(i).payload(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatIsDroppedLeavesAGapAndAFolderThatIsLostBeginsAnotherChain() throws IOException {
    outbox = open(new OutboxLimit(1, 1 << 20));
    append("a", "b");
    JsonNode second = record(outbox.head(10, 1 << 20).getFirst());
    assertThat(second.path("number").longValue()).isEqualTo(2);
    outbox.close();
    try (var files = Files.list(directory.resolve("outbox"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    outbox = open(OutboxLimit.DEFAULT);
    append("c");
    JsonNode first = record(outbox.head(10, 1 << 20).getFirst());
    assertThat(first.path("number").longValue()).isEqualTo(1);
    assertThat(first.path("chain")).isNotEqualTo(second.path("chain"));
  }

  private Outbox open(OutboxLimit limit) {
    return Outbox.open(
        directory.resolve("outbox"),
        limit,
        Sequence.open(directory.resolve("sequence"), InstantSource.system()));
  }

  private void append(String... texts) {
    for (String text : texts) {
      outbox.append(_ -> Map.of("entry", text));
    }
  }

  private Path segment() throws IOException {
    try (var files = Files.list(directory.resolve("outbox"))) {
      return files.filter(Segment::named).findFirst().orElseThrow();
    }
  }

  private static JsonNode record(Outbox.Entry entry) {
    try {
      return new ObjectMapper().readTree(entry.payload());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> all(Outbox outbox) {
    return texts(outbox.head(1000, 1 << 30));
  }

  private static List<String> texts(List<Outbox.Entry> entries) {
    return entries.stream().map(entry -> record(entry).path("entry").asText()).toList();
  }
}
