package io.freehold.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Random texts that whoever has them is believed to be somebody. They carry 256 random bits, so a
 * plain digest of them can be kept instead: nothing can be guessed from it.
 */
public final class Secret {
  /** What tokens of the API begin with, so that people and scanners recognise them. */
  public static final String TOKEN_PREFIX = "fh_";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SCHEME = "sha256:";
  private static final int BYTES = 32;

  private Secret() {}

  /** A new one, of letters, digits, {@code -} and {@code _}. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A new token of the API. */
  public static String token() {
    return TOKEN_PREFIX + random();
  }

  /** What is kept of one: {@code sha256:} and hexadecimal digits. */
  public static String hash(String secret) {
    return SCHEME + HexFormat.of().formatHex(sha256(secret));
  }

  /**
   * A second secret that follows from one and does not betray it.
   *
   * @param purpose what it is for: each purpose has its own
   */
  public static String derived(String secret, String purpose) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sha256(purpose + "\n" + hash(secret) + "\n" + secret));
  }

  /** Whether two texts are the same, in a time that does not tell where they differ. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
