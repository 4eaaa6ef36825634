package io.freehold.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives, also such as no honest tool writes. */
final class Tar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Files of text, zipped. */
  static byte[] gz(Map<String, String> files) {
    var tar = new Tar();
    files.forEach((name, text) -> tar.file(name, text));
    return gzip(tar.bytes());
  }

  static byte[] gzip(byte[] content) {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  Tar file(String name, String text) {
    return entry(name, '0', "", text.getBytes(StandardCharsets.UTF_8));
  }

  Tar entry(String name, char type, String target, byte[] content) {
    header(name, type, target, content.length);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  /** A header with a size that the content need not have. */
  Tar header(String name, char type, String target, long size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(size));
    put(header, 136, "00000000000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = (byte) type;
    put(header, 157, target);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    out.writeBytes(header);
    return this;
  }

  Tar raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(new byte[1024]);
    return all.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
