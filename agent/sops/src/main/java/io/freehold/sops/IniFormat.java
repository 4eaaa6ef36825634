package io.freehold.sops;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sections of {@code name = value}; lines keep their place. */
final class IniFormat implements Format {
  private static final Pattern NOTE = Pattern.compile("(?m)^\\[sops]\\s*$");
  private static final Pattern SECTION = Pattern.compile("\\s*\\[(.*)]\\s*");
  private static final Pattern ENTRY = Pattern.compile("\\s*([^=:]*?)\\s*[=:]\\s*(.*?)\\s*");
  private static final String FIRST_SECTION = "DEFAULT";
  private static final String RAW = "\"\"\"";

  @Override
  public Optional<byte[]> decrypt(String file, String text, Keys keys) {
    if (!NOTE.matcher(text).find()) {
      return Optional.empty();
    }
    var decryption = keys.open(file, Metadata.of(file, FlatMetadata.nested(file, note(text))));
    var out = new StringBuilder();
    String section = FIRST_SECTION;
    for (String line : text.lines().toList()) {
      Matcher header = SECTION.matcher(line);
      if (header.matches()) {
        section = header.group(1);
      }
      if (!section.equals(Metadata.KEY)) {
        out.append(header.matches() ? line : clear(file, section, line, decryption)).append('\n');
      }
    }
    decryption.verify();
    return Optional.of((out.toString().stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> note(String text) {
    var note = new LinkedHashMap<String, String>();
    boolean inside = false;
    for (String line : text.lines().toList()) {
      Matcher header = SECTION.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (header.matches()) {
        inside = header.group(1).equals(Metadata.KEY);
      } else if (inside && entry.matches()) {
        note.put(entry.group(1), entry.group(2));
      }
    }
    return note;
  }

  private static String clear(
      String file, String section, String line, ValueDecryption decryption) {
    String content = line.strip();
    if (content.isEmpty()) {
      return line;
    }
    if (content.startsWith(";") || content.startsWith("#")) {
      String comment = content.substring(1).strip();
      return "; " + decryption.comment(comment, List.of(section)).orElse(comment);
    }
    Matcher entry = ENTRY.matcher(line);
    if (!entry.matches()) {
      throw new SopsException(
          SopsException.Code.MALFORMED, file, "a line is neither a section nor name = value");
    }
    byte[] value = decryption.bytes(value(entry.group(2)), List.of(section, entry.group(1)));
    return line.substring(0, entry.start(2)) + quoted(new String(value, StandardCharsets.UTF_8));
  }

  /** What a value in the file means. */
  private static String value(String written) {
    for (String quote : List.of(RAW, "`")) {
      if (written.startsWith(quote) && written.length() >= 2 * quote.length()) {
        int end = written.indexOf(quote, quote.length());
        return end < 0 ? written : written.substring(quote.length(), end);
      }
    }
    int comment = EncryptedText.isEncrypted(written) ? -1 : firstOf(written);
    String value = comment < 0 ? written : written.substring(0, comment).strip();
    for (String quote : List.of("\"", "'")) {
      if (value.length() > 1
          && value.startsWith(quote)
          && value.indexOf(quote, 1) == value.length() - 1) {
        return value.substring(1, value.length() - 1);
      }
    }
    return value;
  }

  private static int firstOf(String written) {
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) == '#' || written.charAt(i) == ';') {
        return i;
      }
    }
    return -1;
  }

  private static String quoted(String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('`') >= 0) {
      return RAW + value + RAW;
    }
    if (firstOf(value) >= 0) {
      return "`" + value + "`";
    }
    return value.equals(value.strip()) ? value : "\"" + value + "\"";
  }
}
