package io.freehold.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signed identity of a report: a JSON Web Token (RFC 7519) signed with Ed25519 (RFC 8037,
 * {@code alg} EdDSA) whose subject is the cluster and whose audience is the plane. It is a fixed
 * form with four claims, so it is written and read without a JSON parser; anything that deviates is
 * refused.
 *
 * @param cluster subject
 * @param audience who may accept it
 * @param issuedAt when it was signed
 * @param expiresAt from when on it is void
 */
public record ReportToken(String cluster, String audience, Instant issuedAt, Instant expiresAt) {
  /** Audience of every Freehold plane. */
  public static final String AUDIENCE = "freehold-plane";

  /** How long a token is valid. */
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  /** How far clocks may differ. */
  public static final Duration LEEWAY = Duration.ofSeconds(60);

  private static final int MAX_LENGTH = 2048;
  private static final String HEADER = "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}";
  private static final Pattern CLAIMS =
      Pattern.compile(
          "\\{\"sub\":\"([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)\",\"aud\":\"([-a-z0-9]{1,63})\","
              + "\"iat\":(\\d{1,12}),\"exp\":(\\d{1,12})}");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** A token that starts now. */
  public static ReportToken issue(String cluster, Instant now) {
    return new ReportToken(cluster, AUDIENCE, now, now.plus(LIFETIME));
  }

  /** A new identity key pair. */
  public static KeyPair newKeyPair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /** A key as text: base64 of its X.509 or PKCS #8 form. */
  public static String encode(java.security.Key key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /**
   * Reads a public key.
   *
   * @throws InvalidTokenException when it is not an Ed25519 public key
   */
  public static PublicKey publicKey(String encoded) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded.strip())));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidTokenException("not a base64 Ed25519 public key", e);
    }
  }

  /**
   * Reads a private key.
   *
   * @throws InvalidTokenException when it is not an Ed25519 private key
   */
  public static PrivateKey privateKey(String encoded) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded.strip())));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidTokenException("not a base64 Ed25519 private key", e);
    }
  }

  /** The compact form, signed. */
  public String sign(PrivateKey key) {
    String claims =
        "{\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(cluster, audience, issuedAt.getEpochSecond(), expiresAt.getEpochSecond());
    if (!CLAIMS.matcher(claims).matches()) {
      throw new InvalidTokenException("\"" + cluster + "\" cannot be the name of a cluster");
    }
    String signed = base64(HEADER) + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + ENCODER.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new InvalidTokenException("the identity key cannot sign", e);
    }
  }

  /**
   * Reads a token without trusting it, to learn whose keys to verify it with.
   *
   * @throws InvalidTokenException when it has another form
   */
  public static ReportToken read(String token) {
    Matcher claims = claims(token);
    return new ReportToken(
        claims.group(1),
        claims.group(3),
        Instant.ofEpochSecond(Long.parseLong(claims.group(4))),
        Instant.ofEpochSecond(Long.parseLong(claims.group(5))));
  }

  /**
   * Reads a token and verifies signature, audience and times.
   *
   * @param token compact form
   * @param keys keys of the cluster that {@link #read} named; one of them must have signed
   * @param now the current time
   * @throws InvalidTokenException when it must not be accepted
   */
  public static ReportToken verify(String token, Collection<PublicKey> keys, Instant now) {
    ReportToken read = read(token);
    int dot = token.lastIndexOf('.');
    byte[] signed = token.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
    byte[] signature = DECODER.decode(token.substring(dot + 1));
    if (keys.stream().noneMatch(key -> signedBy(key, signed, signature))) {
      throw new InvalidTokenException(
          "the token is not signed by a key of cluster " + read.cluster());
    }
    if (!read.audience().equals(AUDIENCE)) {
      throw new InvalidTokenException("the token is for another audience: " + read.audience());
    }
    if (now.isAfter(read.expiresAt().plus(LEEWAY))) {
      throw new InvalidTokenException("the token expired at " + read.expiresAt());
    }
    if (now.isBefore(read.issuedAt().minus(LEEWAY))
        || read.expiresAt().isAfter(read.issuedAt().plus(LIFETIME))) {
      throw new InvalidTokenException("the token's times are not acceptable; check the clocks");
    }
    return read;
  }

  private static Matcher claims(String token) {
    String[] parts = token.length() > MAX_LENGTH ? new String[0] : token.split("\\.", -1);
    try {
      if (parts.length == 3 && text(parts[0]).equals(HEADER)) {
        Matcher claims = CLAIMS.matcher(text(parts[1]));
        if (claims.matches()) {
          DECODER.decode(parts[2]);
          return claims;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidTokenException("the token is not base64url", e);
    }
    throw new InvalidTokenException("not a token of a Freehold agent");
  }

  private static boolean signedBy(PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String base64(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(String base64) {
    return new String(DECODER.decode(base64), StandardCharsets.US_ASCII);
  }

  /** A token or key that must not be accepted. */
  public static final class InvalidTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidTokenException(String message) {
      super(message);
    }

    InvalidTokenException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
