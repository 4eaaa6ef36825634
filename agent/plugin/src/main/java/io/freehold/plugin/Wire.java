package io.freehold.plugin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The words of client and server. A request is {@link #MAGIC}, the variables, the number of files,
 * and each file as path and content; an answer is one byte and a text. Texts and contents are
 * frames: their length as four bytes, then their bytes.
 */
final class Wire {
  /** "FHP1". */
  static final int MAGIC = 0x46485031;

  /** Answers. */
  static final byte YAML = 'y';

  static final byte FAILED = 'f';
  static final byte LIMIT = 'l';

  /** A variable, a path, an error. */
  static final int TEXT_LIMIT = 128 << 10;

  private static final int VARIABLES = 2_000;

  private Wire() {}

  static void text(DataOutputStream out, String text) throws IOException {
    content(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static void content(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static void variables(DataOutputStream out, Map<String, String> variables) throws IOException {
    out.writeInt(variables.size());
    for (var entry : variables.entrySet()) {
      text(out, entry.getKey());
      text(out, entry.getValue());
    }
  }

  static String text(DataInputStream in, int limit) throws IOException {
    return new String(content(in, limit), StandardCharsets.UTF_8);
  }

  /**
   * The bytes of a frame.
   *
   * @throws PluginException when it is larger than the limit
   */
  static byte[] content(DataInputStream in, long limit) throws IOException {
    int length = count(in);
    if (length > limit) {
      throw new PluginException(
          PluginException.Code.LIMIT, "%d bytes where %d are allowed".formatted(length, limit));
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a frame breaks off");
    }
    return bytes;
  }

  static Map<String, String> variables(DataInputStream in) throws IOException {
    int size = count(in);
    if (size > VARIABLES) {
      throw new IOException("too many variables");
    }
    var variables = new LinkedHashMap<String, String>();
    for (int i = 0; i < size; i++) {
      variables.put(text(in, TEXT_LIMIT), text(in, TEXT_LIMIT));
    }
    return variables;
  }

  static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("a negative length");
    }
    return count;
  }
}
