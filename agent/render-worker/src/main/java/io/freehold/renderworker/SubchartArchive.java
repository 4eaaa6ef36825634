package io.freehold.renderworker;

import io.freehold.tree.TarReader;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The files of a subchart in an archive, as Helm takes them from it: without the first folder of
 * their paths. It stays an archive, because the {@code .helmignore} of the chart around it counts
 * for folders only.
 */
final class SubchartArchive {
  /** Several times the largest charts in the wild. */
  static final int LIMIT = 24 << 20;

  private static final int FILES = 20_000;
  private static final int BLOCK = 512;
  private static final int SHORT_NAME = 100;

  private SubchartArchive() {}

  /**
   * Unpacks.
   *
   * @param path where the archive is, for messages
   * @throws WorkerException when it is none, or too large
   */
  static Map<String, byte[]> files(String path, byte[] archive) {
    var files = new LinkedHashMap<String, byte[]>();
    try (var in = new Bounded(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      var tar = new TarReader(in);
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        TarReader.Entry entry = next.get();
        if (entry.isFolder()) {
          continue;
        }
        if (entry.size() > LIMIT || files.size() == FILES) {
          throw tooLarge();
        }
        // Links and devices are empty files for Helm.
        byte[] content = entry.isFile() ? tar.content(entry) : new byte[0];
        files.put(inside(path, entry.name()), content);
      }
    } catch (IOException e) {
      throw new WorkerException(
          Code.FAILED, path + " is no archive of a chart: " + e.getMessage(), e);
    }
    return files;
  }

  private static String inside(String path, String name) {
    var segments = new ArrayList<String>();
    List<String> given = List.of(name.replace('\\', '/').split("/", -1));
    for (String segment : given.subList(1, given.size())) {
      if (segment.equals("..")) {
        throw new WorkerException(
            Code.FAILED, path + " holds a path that leaves the chart; package it again");
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return String.join("/", segments);
  }

  /** An archive of these files. */
  static byte[] of(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        byte[] name = ("chart/" + file.getKey()).getBytes(StandardCharsets.UTF_8);
        if (name.length > SHORT_NAME) {
          entry(out, "././@LongLink".getBytes(StandardCharsets.UTF_8), 'L', name);
        }
        entry(out, name, '0', file.getValue());
      }
      out.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new UncheckedIOException("an archive could not be written to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void entry(GZIPOutputStream out, byte[] name, char type, byte[] content)
      throws IOException {
    byte[] header = new byte[BLOCK];
    System.arraycopy(name, 0, header, 0, Math.min(name.length, SHORT_NAME));
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = (byte) type;
    // The magic of GNU, whose long names these are.
    put(header, 257, "ustar  ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0".formatted(sum));
    out.write(header);
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  static WorkerException tooLarge() {
    return new WorkerException(
        Code.INPUT_LIMIT,
        "an archive in charts/ unpacks to more than %d MiB".formatted(LIMIT >> 20));
  }

  /** Ends a bomb while it is unpacked, whatever its headers say. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long taken;

    private Bounded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return taken(in.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = in.read(buffer, from, length);
      return taken(read, read);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private int taken(int read, int bytes) {
      taken += Math.max(0, bytes);
      if (taken > LIMIT) {
        throw tooLarge();
      }
      return read;
    }
  }
}
