package io.freehold.telemetry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One append-only file of the outbox. A record is: length of the payload (4 bytes), CRC-32C of what
 * follows (4), sequence number (8), payload. Reading stops at the first record that is not whole,
 * which after a crash is the last one. Guarded by its outbox; only {@link #sync()} may run beside
 * other methods.
 */
final class Segment {
  /** Largest payload. */
  static final int MAX_PAYLOAD = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(Segment.class);
  private static final String SUFFIX = ".journal";
  private static final int HEADER = 16;
  private static final int SUMMED_FROM = 8;

  private final Path path;
  // Not a FileChannel: an interrupted caller would close that for everybody.
  private final RandomAccessFile file;
  private long end;

  private Segment(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static Segment create(Path directory, long firstSequence) throws IOException {
    Path path = directory.resolve("%020d%s".formatted(firstSequence, SUFFIX));
    return new Segment(path, new RandomAccessFile(path.toFile(), "rw"));
  }

  /** Opens an existing segment and hands over its records in order; cuts off what is not whole. */
  static Segment recover(Path path, Consumer<Slot> records) throws IOException {
    var segment = new Segment(path, new RandomAccessFile(path.toFile(), "rw"));
    segment.scan(records);
    return segment;
  }

  static boolean named(Path path) {
    return path.getFileName().toString().endsWith(SUFFIX);
  }

  Slot append(long sequence, byte[] payload) throws IOException {
    byte[] record =
        ByteBuffer.allocate(HEADER + payload.length)
            .putInt(payload.length)
            .putInt(0)
            .putLong(sequence)
            .put(payload)
            .array();
    ByteBuffer.wrap(record).putInt(Integer.BYTES, sum(record));
    file.seek(end);
    file.write(record);
    var slot = new Slot(this, sequence, end, record.length);
    end += record.length;
    return slot;
  }

  /** The payload of a record. */
  byte[] read(Slot slot) throws IOException {
    byte[] payload = new byte[slot.length() - HEADER];
    file.seek(slot.offset() + HEADER);
    file.readFully(payload);
    return payload;
  }

  /** Bytes in the file. */
  long end() {
    return end;
  }

  void sync() throws IOException {
    file.getFD().sync();
  }

  void close() throws IOException {
    file.close();
  }

  void delete() throws IOException {
    file.close();
    Files.deleteIfExists(path);
  }

  private void scan(Consumer<Slot> records) throws IOException {
    long size = file.length();
    byte[] header = new byte[HEADER];
    while (size - end >= HEADER) {
      file.seek(end);
      file.readFully(header);
      int length = ByteBuffer.wrap(header).getInt();
      if (length < 0 || length > MAX_PAYLOAD || length > size - end - HEADER) {
        break;
      }
      byte[] record = new byte[HEADER + length];
      file.seek(end);
      file.readFully(record);
      ByteBuffer fields = ByteBuffer.wrap(record);
      if (fields.getInt(Integer.BYTES) != sum(record)) {
        break;
      }
      records.accept(new Slot(this, fields.getLong(SUMMED_FROM), end, record.length));
      end += record.length;
    }
    if (end < size) {
      log.warn("{}: the last {} bytes are not a whole record and are cut off", path, size - end);
      file.setLength(end);
    }
  }

  private static int sum(byte[] record) {
    var sum = new CRC32C();
    sum.update(record, SUMMED_FROM, record.length - SUMMED_FROM);
    return (int) sum.getValue();
  }

  /**
   * Where a record is.
   *
   * @param segment its file
   * @param sequence its number
   * @param offset first byte
   * @param length bytes with the header
   */
  record Slot(Segment segment, long sequence, long offset, int length) {}
}
