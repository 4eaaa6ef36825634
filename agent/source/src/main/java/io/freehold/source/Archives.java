package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.TarReader;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Unpacks archives of strangers into trees. */
final class Archives {
  private static final long FREE = 1 << 20;

  private Archives() {}

  /**
   * Unpacks a tar archive, compressed with gzip or not.
   *
   * @param top how many folders are taken off every path; entries above are left out
   * @param what what is unpacked, for messages
   * @throws SourceException with code {@code LIMIT} or {@code FORMAT}
   */
  static Tree unpack(byte[] archive, int top, String what, FetchLimits limits) {
    var unpacking =
        new Unpacking(what, limits, Math.max(FREE, (long) archive.length * limits.ratio()));
    try (var in = plain(archive)) {
      var tar = new TarReader(new Counted(in, unpacking));
      for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        unpacking.add(tar, entry.get(), top);
      }
      return unpacking.builder.build();
    } catch (IOException e) {
      throw new SourceException(
          Code.FORMAT,
          "%s is not a readable archive: %s; publish it again".formatted(what, e.getMessage()),
          e);
    }
  }

  private static InputStream plain(byte[] archive) throws IOException {
    boolean zipped = archive.length > 2 && archive[0] == 0x1f && archive[1] == (byte) 0x8b;
    var in = new ByteArrayInputStream(archive);
    return zipped ? new GZIPInputStream(in, 64 << 10) : in;
  }

  /** What was unpacked so far. */
  private static final class Unpacking {
    private final String what;
    private final FetchLimits limits;
    private final long mostStream;
    private final MemoryTree.Builder builder = new MemoryTree.Builder();
    private int entries;
    private long bytes;
    private long stream;

    private Unpacking(String what, FetchLimits limits, long mostStream) {
      this.what = what;
      this.limits = limits;
      this.mostStream = mostStream;
    }

    private void add(TarReader tar, TarReader.Entry entry, int top) throws IOException {
      if (++entries > limits.files()) {
        throw limit("more than " + limits.files() + " entries");
      }
      if (entry.isFolder()) {
        return;
      }
      if (!entry.isFile()) {
        throw new SourceException(
            Code.FORMAT,
            "%s holds %s, a link or device; only plain files are unpacked, publish it without"
                .formatted(what, printable(entry.name())));
      }
      if (entry.size() > limits.fileBytes()) {
        throw limit(
            "the file %s with more than %d bytes"
                .formatted(printable(entry.name()), limits.fileBytes()));
      }
      bytes += entry.size();
      if (bytes > limits.unpackedBytes()) {
        throw limit("more than " + limits.unpackedBytes() + " bytes");
      }
      List<String> segments = segments(entry.name());
      if (segments.size() > top) {
        put(String.join("/", segments.subList(top, segments.size())), tar.content(entry));
      }
    }

    private void put(String path, byte[] content) {
      try {
        builder.file(path, content);
      } catch (TreeException | IllegalArgumentException e) {
        throw new SourceException(
            Code.FORMAT, "%s holds an impossible path: %s".formatted(what, printable(path)), e);
      }
    }

    private List<String> segments(String name) {
      var segments = new ArrayList<String>();
      for (String segment : name.split("/", -1)) {
        if (segment.equals("..") || (segments.isEmpty() && name.startsWith("/"))) {
          throw new SourceException(
              Code.FORMAT,
              "%s holds the path %s, which leaves its folder; do not use it"
                  .formatted(what, printable(name)));
        }
        if (!segment.isEmpty() && !segment.equals(".")) {
          segments.add(segment);
        }
      }
      return segments;
    }

    private SourceException limit(String found) {
      return new SourceException(
          Code.LIMIT, "%s holds %s, more than allowed".formatted(what, found));
    }

    private static String printable(String name) {
      String clean = name.replaceAll("\\p{Cntrl}", "?");
      return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
    }
  }

  /** Counts what comes out of decompression, headers and padding included. */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private final Unpacking unpacking;

    private Counted(InputStream in, Unpacking unpacking) {
      this.in = in;
      this.unpacking = unpacking;
    }

    @Override
    public int read() throws IOException {
      return count(in.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = in.read(buffer, from, length);
      return count(read, read);
    }

    private int count(int read, int bytes) {
      if (read >= 0) {
        unpacking.stream += bytes;
        if (unpacking.stream > unpacking.mostStream
            || unpacking.stream
                > unpacking.limits.unpackedBytes() + 2L * 1024 * unpacking.limits.files()) {
          throw unpacking.limit("far more than was sent, a bomb");
        }
      }
      return read;
    }
  }
}
