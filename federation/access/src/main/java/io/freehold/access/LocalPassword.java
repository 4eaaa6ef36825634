package io.freehold.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The password of the local administrator, which is kept as a slow digest (PBKDF2, as NIST SP
 * 800-132 describes it).
 */
public final class LocalPassword {
  private static final String SCHEME = "pbkdf2-sha256";
  private static final int ITERATIONS = 600_000;
  private static final int FEWEST_ITERATIONS = 100_000;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SHORTEST = 12;
  private static final int LONGEST = 200;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private final int iterations;
  private final byte[] salt;
  private final byte[] key;
  // A digest takes a processor for a good while: no more than this at a time.
  private final Semaphore checks = new Semaphore(2);

  private LocalPassword(int iterations, byte[] salt, byte[] key) {
    this.iterations = iterations;
    this.salt = salt;
    this.key = key;
  }

  /**
   * Reads a file of one line: the password, or what {@link #toLine} made of it.
   *
   * @throws IllegalArgumentException when it is neither; the message does not tell what it is
   */
  public static LocalPassword parse(String text) {
    String line = text.strip();
    if (line.startsWith(SCHEME + "$")) {
      String[] parts = line.split("\\$", -1);
      if (parts.length == 4) {
        try {
          int iterations = Integer.parseInt(parts[1]);
          byte[] salt = Base64.getDecoder().decode(parts[2]);
          byte[] key = Base64.getDecoder().decode(parts[3]);
          if (iterations >= FEWEST_ITERATIONS
              && iterations <= MOST_ITERATIONS
              && salt.length >= SALT_BYTES
              && key.length == KEY_BYTES) {
            return new LocalPassword(iterations, salt, key);
          }
        } catch (IllegalArgumentException _) {
          // Reported below.
        }
      }
      throw new IllegalArgumentException("it must be one line as freehold-plane password makes it");
    }
    if (line.length() < SHORTEST || line.length() > LONGEST || line.lines().count() != 1) {
      throw new IllegalArgumentException(
          "it must be one line with a password of " + SHORTEST + " to " + LONGEST + " characters");
    }
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new LocalPassword(ITERATIONS, salt, digest(line, salt, ITERATIONS));
  }

  /** What can be written down instead of the password. */
  public String toLine() {
    Base64.Encoder base64 = Base64.getEncoder();
    return SCHEME
        + "$"
        + iterations
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(key);
  }

  /** Whether it is the password; also false when too many ask at the same time. */
  public boolean matches(String password) {
    if (password.isEmpty() || password.length() > LONGEST || !checks.tryAcquire()) {
      return false;
    }
    try {
      return MessageDigest.isEqual(key, digest(password, salt, iterations));
    } finally {
      checks.release();
    }
  }

  private static byte[] digest(String password, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }
}
