package io.freehold.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The collectors that may pass on signed records. Of their tokens only digests are known, and a
 * token that is compared by its digest tells nothing by the time that it takes.
 *
 * @param names name of the collector by the hexadecimal SHA-256 digest of its token
 */
public record CollectorTokens(Map<String, String> names) {
  /** No collectors. */
  public static final CollectorTokens NONE = new CollectorTokens(Map.of());

  private static final Pattern LINE =
      Pattern.compile("([a-z0-9][-a-z0-9.]{0,62})\\s+([0-9a-fA-F]{64})");

  public CollectorTokens {
    names = Map.copyOf(names);
  }

  /**
   * Reads lines of a name and the SHA-256 digest of a token; {@code #} begins a comment.
   *
   * @throws IllegalArgumentException when a line has another form; the message says which
   */
  public static CollectorTokens parse(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      var matcher = LINE.matcher(content);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "line " + number + " must be a name and the SHA-256 digest of a token");
      }
      names.put(matcher.group(2).toLowerCase(Locale.ROOT), matcher.group(1));
    }
    return new CollectorTokens(names);
  }

  /** The collector that a token belongs to. */
  Optional<String> collector(String token) {
    return names.isEmpty() ? Optional.empty() : Optional.ofNullable(names.get(digest(token)));
  }

  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
