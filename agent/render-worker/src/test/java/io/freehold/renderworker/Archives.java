package io.freehold.renderworker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Bad chart archives, written tar entry by tar entry. */
final class Archives {
  private static final int BLOCK = 512;

  private Archives() {}

  /** A chart that shows the content of a file which is a link to the machine's users. */
  static byte[] withLink() throws IOException {
    return with('2');
  }

  /** The same with another kind of entry: 1 is a hard link, 3 a device, 6 a pipe. */
  static byte[] with(char type) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      file(out, "link/Chart.yaml", "{apiVersion: v2, name: link, version: 1.0.0}".getBytes(UTF_8));
      file(
          out,
          "link/templates/a.yaml",
          "{kind: B, apiVersion: v1, metadata: {name: b}, linked: {{ .Files.Get \"users\" | quote }}}"
              .getBytes(UTF_8));
      out.write(header("link/users", 0, type, "/etc/passwd"));
      out.write(new byte[2 * BLOCK]);
    }
    return bytes.toByteArray();
  }

  /** A chart with a file beside what it needs. */
  static byte[] with(String path, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      file(out, "link/Chart.yaml", "{apiVersion: v2, name: link, version: 1.0.0}".getBytes(UTF_8));
      file(
          out,
          "link/templates/a.yaml",
          "{kind: B, apiVersion: v1, metadata: {name: b}}".getBytes(UTF_8));
      file(out, "link/" + path, content);
      out.write(new byte[2 * BLOCK]);
    }
    return bytes.toByteArray();
  }

  /** Two hundred megabytes of nothing in a small file. */
  static byte[] bomb() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      file(out, "link/Chart.yaml", "{apiVersion: v2, name: link, version: 1.0.0}".getBytes(UTF_8));
      for (int i = 0; i < 50; i++) {
        file(out, "link/files/" + i, new byte[4 << 20]);
      }
      out.write(new byte[2 * BLOCK]);
    }
    return bytes.toByteArray();
  }

  private static void file(OutputStream out, String name, byte[] content) throws IOException {
    out.write(header(name, content.length, '0', ""));
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  /** A header of the ustar format. */
  private static byte[] header(String name, int size, char type, String link) {
    var header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(size));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
