package io.freehold.telemetry;

import io.freehold.telemetry.Segment.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal entries that nobody has taken yet, on disk. An appended entry is in the operating
 * system's hands when {@link #append} returns, so it survives SIGKILL; {@link #sync} makes it
 * survive a power failure. Entries are chained, see {@link Chain}. The file {@code taken} holds the
 * last sequence number that was taken and the number of lost entries; when it is older than the
 * segments, entries are sent again and recognised by their number.
 */
final class Outbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final long SEGMENT_BYTES = 1 << 20;

  private final Path directory;
  private final OutboxLimit limit;
  private final Sequence sequence;
  // All below guarded by this.
  private final Chain chain;
  private final Deque<Slot> slots = new ArrayDeque<>();
  private Optional<Segment> current = Optional.empty();
  private boolean unsynced;
  private boolean unsavedState;
  private long bytes;
  private long taken;
  private long lost;

  private Outbox(Path directory, OutboxLimit limit, Sequence sequence, Chain chain) {
    this.directory = directory;
    this.limit = limit;
    this.sequence = sequence;
    this.chain = chain;
  }

  /** Opens the folder, creating it when needed, with what an earlier process left in it. */
  static Outbox open(Path directory, OutboxLimit limit, Sequence sequence) {
    try {
      Files.createDirectories(directory);
      var outbox = new Outbox(directory, limit, sequence, Chain.open(directory.resolve("chain")));
      outbox.recover();
      return outbox;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the outbox in " + directory, e);
    }
  }

  /**
   * Adds an entry under the next sequence number; a disk that refuses it costs the entry, which is
   * counted, and leaves a gap in the chain.
   *
   * @param content what the entry with a sequence number says, see {@link
   *     io.freehold.api.ChainedRecord}
   */
  synchronized void append(LongFunction<Map<String, Object>> content) {
    // The number is drawn under the lock: entries lie on disk in the order of their numbers.
    long number = sequence.next();
    byte[] payload = chain.next(content.apply(number));
    try {
      if (payload.length > Segment.MAX_PAYLOAD) {
        throw new IOException("the entry has " + payload.length + " bytes");
      }
      Segment segment = segmentFor(number);
      Slot slot = segment.append(number, payload);
      slots.addLast(slot);
      bytes += slot.length();
      unsynced = true;
    } catch (IOException e) {
      lost++;
      unsavedState = true;
      log.error("A journal entry is lost because the outbox cannot be written: {}", e.toString());
    }
    dropOldest();
  }

  /** The oldest waiting entries. */
  synchronized List<Entry> head(int maxEntries, long maxBytes) {
    var entries = new ArrayList<Entry>();
    long size = 0;
    var unreadable = new ArrayList<Slot>();
    for (Slot slot : slots) {
      size += slot.length();
      if (entries.size() == maxEntries || (!entries.isEmpty() && size > maxBytes)) {
        break;
      }
      try {
        entries.add(new Entry(slot.sequence(), slot.segment().read(slot)));
      } catch (IOException e) {
        log.error("A journal entry is lost because it cannot be read back: {}", e.toString());
        unreadable.add(slot);
      }
    }
    for (Slot slot : unreadable) {
      slots.remove(slot);
      bytes -= slot.length();
      lost++;
    }
    return entries;
  }

  /** Forgets everything up to a sequence number. */
  synchronized void taken(long upTo) {
    while (!slots.isEmpty() && slots.getFirst().sequence() <= upTo) {
      removeFirst();
    }
    taken = Math.max(taken, upTo);
    saveState();
  }

  /** Puts what was appended on the disk itself. */
  void sync() {
    Optional<Segment> segment;
    synchronized (this) {
      if (unsavedState) {
        saveState();
      }
      segment = unsynced ? current : Optional.empty();
      unsynced = false;
    }
    try {
      // Outside the lock: callers of append must not wait for the disk.
      if (segment.isPresent()) {
        segment.get().sync();
      }
    } catch (IOException e) {
      log.warn("cannot sync the outbox: {}", e.toString());
    }
  }

  synchronized boolean unsynced() {
    return unsynced || unsavedState;
  }

  synchronized int waiting() {
    return slots.size();
  }

  synchronized long lost() {
    return lost;
  }

  @Override
  public void close() {
    sync();
    synchronized (this) {
      var open = new ArrayList<Segment>();
      current.ifPresent(open::add);
      slots.stream().map(Slot::segment).distinct().forEach(open::add);
      slots.clear();
      current = Optional.empty();
      for (Segment segment : open) {
        try {
          segment.close();
        } catch (IOException e) {
          log.warn("cannot close the outbox: {}", e.toString());
        }
      }
    }
  }

  private Segment segmentFor(long number) throws IOException {
    if (current.isPresent() && current.get().end() < SEGMENT_BYTES) {
      return current.get();
    }
    Optional<Segment> full = current;
    Segment fresh = Segment.create(directory, number);
    current = Optional.of(fresh);
    if (full.isPresent()) {
      full.get().sync();
      deleteIfDone(full.get());
    }
    return fresh;
  }

  private void dropOldest() {
    while (slots.size() > limit.entries() || (bytes > limit.bytes() && slots.size() > 1)) {
      removeFirst();
      lost++;
      unsavedState = true;
    }
  }

  private void removeFirst() {
    Slot slot = slots.removeFirst();
    bytes -= slot.length();
    taken = Math.max(taken, slot.sequence());
    deleteIfDone(slot.segment());
  }

  private void deleteIfDone(Segment segment) {
    // Stops at the first slot, except once per segment.
    boolean needed =
        slots.stream().anyMatch(slot -> slot.segment() == segment)
            || (current.isPresent() && current.get() == segment);
    if (!needed) {
      try {
        segment.delete();
      } catch (IOException e) {
        log.warn("cannot delete a part of the outbox that is done: {}", e.toString());
      }
    }
  }

  private void saveState() {
    unsavedState = false;
    try {
      chain.save();
      AtomicFile.write(
          directory.resolve("taken"), (taken + " " + lost).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      log.warn("cannot note what was taken from the outbox: {}", e.toString());
    }
  }

  private void recover() throws IOException {
    Path state = directory.resolve("taken");
    if (Files.exists(state)) {
      String[] parts = Files.readString(state).strip().split(" ", -1);
      try {
        taken = Long.parseLong(parts[0]);
        lost = parts.length > 1 ? Long.parseLong(parts[1]) : 0;
      } catch (NumberFormatException _) {
        log.warn("{} is damaged: everything in the outbox is sent again", state);
      }
    }
    List<Path> paths;
    try (var files = Files.list(directory)) {
      paths = files.filter(Segment::named).sorted().toList();
    }
    List<Segment> done = new ArrayList<>();
    for (Path path : paths) {
      List<Slot> found = new ArrayList<>();
      Segment segment = Segment.recover(path, found::add);
      if (!found.isEmpty()) {
        chain.found(segment.read(found.getLast()));
      }
      found.forEach(this::recovered);
      if (slots.isEmpty() || slots.getLast().segment() != segment) {
        done.add(segment);
      }
    }
    // What they said of the chain is on the disk before they go.
    chain.save();
    for (Segment segment : done) {
      segment.delete();
    }
  }

  private void recovered(Slot slot) {
    if (slot.sequence() > taken) {
      slots.addLast(slot);
      bytes += slot.length();
    }
  }

  /**
   * One waiting entry.
   *
   * @param sequence its number
   * @param payload its bytes
   */
  // Made here and read once by the sender; nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(long sequence, byte[] payload) {}
}
