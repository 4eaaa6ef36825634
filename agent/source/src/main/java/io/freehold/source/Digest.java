package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What content is named by, in the form of the OCI image specification.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex hexadecimal digits in lower case
 */
public record Digest(String algorithm, String hex) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  /** The digest that a text like {@code sha256:…} is; empty when it is none. */
  public static Optional<Digest> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    return Optional.of(new Digest(text.substring(0, colon), text.substring(colon + 1)));
  }

  /** The SHA-256 of some bytes. */
  public static Digest of(byte[] content) {
    return of("sha256", content);
  }

  /** Whether this names some bytes. */
  public boolean matches(byte[] content) {
    return of(algorithm, content).equals(this);
  }

  /**
   * Demands that this names some bytes.
   *
   * @throws SourceException with code {@code DIGEST}
   */
  byte[] require(byte[] content, String what) {
    Digest actual = of(algorithm, content);
    if (!actual.equals(this)) {
      throw new SourceException(
          Code.DIGEST,
          "%s has the digest %s, not %s as promised; it was changed on the way or replaced"
              .formatted(what, actual, this));
    }
    return content;
  }

  private static Digest of(String algorithm, byte[] content) {
    try {
      var name = algorithm.equals("sha512") ? "SHA-512" : "SHA-256";
      return new Digest(
          algorithm, HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-2", e);
    }
  }

  /** The digest as it is written in references. */
  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
