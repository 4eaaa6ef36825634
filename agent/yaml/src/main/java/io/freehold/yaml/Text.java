package io.freehold.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes of a file to characters. */
final class Text {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Text() {}

  static String decode(String file, byte[] bytes, Limits limits) {
    if (bytes.length > limits.bytes()) {
      throw new YamlException(
          YamlException.Code.LIMIT,
          file,
          1,
          1,
          "the file has " + bytes.length + " bytes; at most " + limits.bytes() + " are read");
    }
    var input = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      int line = 1;
      for (int i = 0; i < input.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new YamlException(
          YamlException.Code.ENCODING, file, line, 1, "this is not UTF-8; save the file as UTF-8");
    }
  }
}
