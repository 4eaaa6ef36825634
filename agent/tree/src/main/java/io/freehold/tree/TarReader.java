package io.freehold.tree;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the entries of a tar stream: ustar, and the extensions of GNU and pax for long names. What
 * may be taken, and how much of it, is the caller's to decide before it asks for contents.
 */
public final class TarReader {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 4096;
  private static final int LARGEST_HEADER = 64 << 10;

  private final InputStream in;
  private long unread;

  /**
   * One entry; what it holds is read with {@link #content} before the next one.
   *
   * @param type {@code 0} for a file, {@code 5} for a folder, others as POSIX says
   */
  public record Entry(String name, char type, long size) {
    /** Whether it is a plain file. */
    public boolean isFile() {
      return type == '0';
    }

    /** Whether it is a folder. */
    public boolean isFolder() {
      return type == '5';
    }
  }

  /** A reader of a stream that is not compressed; the stream stays the caller's to close. */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next file, folder or other object; empty at the end.
   *
   * @throws IOException when it is not tar; the message says why
   */
  public Optional<Entry> next() throws IOException {
    Optional<String> longName = Optional.empty();
    Optional<Long> longSize = Optional.empty();
    while (true) {
      skipRest();
      byte[] header = in.readNBytes(BLOCK);
      if (header.length == 0 || isZero(header)) {
        return Optional.empty();
      }
      requireChecksum(header);
      long size = number(header, 124, 12);
      char type = header[156] == 0 ? '0' : (char) header[156];
      unread = (size + BLOCK - 1) / BLOCK * BLOCK;
      switch (type) {
        case 'L' -> longName = Optional.of(text(small(size), 0, (int) size));
        case 'K' -> small(size);
        case 'g' -> {
          // Applies to all entries, in practice a comment.
        }
        case 'x' -> {
          String records = new String(small(size), StandardCharsets.UTF_8);
          longName = pax(records, "path");
          Optional<String> digits = pax(records, "size");
          longSize = digits.isPresent() ? Optional.of(decimal(digits.get())) : Optional.empty();
        }
        default -> {
          String name = longName.orElseGet(() -> name(header));
          long actual = longSize.orElse(size);
          if (name.length() > LONGEST_NAME) {
            throw broken("a name is too long");
          }
          unread = (actual + BLOCK - 1) / BLOCK * BLOCK;
          boolean folder = type == '0' && name.endsWith("/");
          return Optional.of(new Entry(name, folder ? '5' : type == '7' ? '0' : type, actual));
        }
      }
    }
  }

  /**
   * The bytes of the entry that was answered last; the caller has checked its size.
   *
   * @throws IOException when they are not all there
   */
  public byte[] content(Entry entry) throws IOException {
    byte[] content = in.readNBytes((int) entry.size());
    if (content.length < entry.size()) {
      throw broken("it ends in the middle of a file");
    }
    unread -= entry.size();
    return content;
  }

  private byte[] small(long size) throws IOException {
    if (size > LARGEST_HEADER) {
      throw broken("a header is too large");
    }
    byte[] content = in.readNBytes((int) size);
    unread -= content.length;
    return content;
  }

  private void skipRest() throws IOException {
    try {
      in.skipNBytes(unread);
    } catch (EOFException _) {
      throw broken("it ends in the middle of an entry");
    }
    unread = 0;
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
    String prefix = ustar ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  /** Octal digits, or a big endian number when the first bit is set. */
  private static long number(byte[] header, int from, int length) throws IOException {
    if ((header[from] & 0x80) != 0) {
      long value = 0;
      for (int i = from + length - 8; i < from + length; i++) {
        value = (value << 8) | (header[i] & 0xff);
      }
      return requireSize(value);
    }
    String digits = text(header, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : requireSize(Long.parseLong(digits, 8));
    } catch (NumberFormatException _) {
      throw broken("a header is not one of tar");
    }
  }

  private static long decimal(String digits) throws IOException {
    try {
      return requireSize(Long.parseLong(digits));
    } catch (NumberFormatException _) {
      throw broken("a header is not one of tar");
    }
  }

  private static long requireSize(long size) throws IOException {
    if (size < 0 || size > Long.MAX_VALUE / 2) {
      throw broken("a size is impossible");
    }
    return size;
  }

  private static void requireChecksum(byte[] header) throws IOException {
    if (header.length < BLOCK) {
      throw broken("it ends in the middle of a header");
    }
    long expected = number(header, 148, 8);
    byte[] blank = header.clone();
    Arrays.fill(blank, 148, 156, (byte) ' ');
    long sum = 0;
    for (byte b : blank) {
      sum += b & 0xff;
    }
    if (sum != expected) {
      throw broken("a header has a wrong checksum");
    }
  }

  /** A value of records like {@code 17 path=some/name}. */
  private static Optional<String> pax(String records, String key) {
    return records
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .reduce((_, last) -> last);
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static IOException broken(String why) {
    return new IOException(why);
  }
}
