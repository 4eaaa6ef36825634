package io.freehold.sops;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lines of {@code NAME=value}; {@code \n} in a value stands for a line break. */
final class DotenvFormat implements Format {
  private static final String PREFIX = "sops_";
  private static final Pattern NOTE = Pattern.compile("(?m)^sops_mac=");

  @Override
  public Optional<byte[]> decrypt(String file, String text, Keys keys) {
    if (!NOTE.matcher(text).find()) {
      return Optional.empty();
    }
    var note = new LinkedHashMap<String, String>();
    List<String> lines = text.lines().toList();
    for (String line : lines) {
      if (line.startsWith(PREFIX)) {
        int equals = equalsSign(file, line);
        note.put(line.substring(PREFIX.length(), equals), line.substring(equals + 1));
      }
    }
    var decryption = keys.open(file, Metadata.of(file, FlatMetadata.nested(file, note)));
    var out = new StringBuilder();
    for (String line : lines) {
      if (!line.startsWith(PREFIX)) {
        out.append(clear(file, line, decryption)).append('\n');
      }
    }
    decryption.verify();
    return Optional.of(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String clear(String file, String line, ValueDecryption decryption) {
    if (line.isEmpty()) {
      return line;
    }
    if (line.startsWith("#")) {
      String comment = line.substring(1);
      return "#" + decryption.comment(comment, List.of()).orElse(comment);
    }
    int equals = equalsSign(file, line);
    String name = line.substring(0, equals);
    byte[] value = decryption.bytes(line.substring(equals + 1).replace("\\n", "\n"), List.of(name));
    return name + "=" + new String(value, StandardCharsets.UTF_8).replace("\n", "\\n");
  }

  private static int equalsSign(String file, String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new SopsException(
          SopsException.Code.MALFORMED, file, "a line has no equals sign; write NAME=value");
    }
    return equals;
  }
}
