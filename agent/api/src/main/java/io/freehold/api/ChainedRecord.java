package io.freehold.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * An entry of a log in which every entry names the digest of the one before, so that none can be
 * changed, taken out or put in between unnoticed.
 *
 * @param chain id of the log; one that had to begin anew has a new id
 * @param number 1 for the first entry, then without gaps
 * @param previous {@link #hash} of the entry before, empty for the first
 * @param content what the entry says, without fields {@code chain}, {@code number} and {@code
 *     previous}; values as {@link CanonicalJson} takes them
 */
public record ChainedRecord(
    String chain, long number, String previous, Map<String, Object> content) {
  public ChainedRecord {
    content = Map.copyOf(content);
  }

  /** What is hashed: everything as one line of canonical JSON. */
  public String text() {
    var fields = new HashMap<>(content);
    fields.put("chain", chain);
    fields.put("number", number);
    fields.put("previous", previous);
    return CanonicalJson.text(fields);
  }

  /** SHA-256 of {@link #text}, in hexadecimal digits. */
  public String hash() {
    return hash(text());
  }

  /** SHA-256 of a text in UTF-8, in hexadecimal digits. */
  public static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
