package io.freehold.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves that a delivery comes from who knows the secret. Comparing takes the same time always. */
public final class Secrets {
  private static final String SHA256 = "sha256=";

  private Secrets() {}

  /**
   * Whether a delivery was made with a secret, in the way of its provider.
   *
   * @param secret the shared secret; nothing is proven by an empty one
   */
  public static boolean proves(Provider provider, String secret, Delivery delivery) {
    if (secret.isEmpty()) {
      return false;
    }
    return switch (provider) {
      case GITHUB -> signed(secret, delivery, "x-hub-signature-256");
      case BITBUCKET_CLOUD, BITBUCKET_SERVER -> signed(secret, delivery, "x-hub-signature");
      case GENERIC -> signed(secret, delivery, "x-freehold-signature");
      case GITEA ->
          plainSigned(secret, delivery, "x-gitea-signature")
              || plainSigned(secret, delivery, "x-forgejo-signature")
              || signed(secret, delivery, "x-hub-signature-256");
      case GOGS -> plainSigned(secret, delivery, "x-gogs-signature");
      case GITLAB -> same(secret, delivery.header("x-gitlab-token"));
      case HARBOR -> same(secret, delivery.header("authorization"));
      case AZURE_DEVOPS -> same(secret, password(delivery.header("authorization")));
    };
  }

  /** Whether a header is {@code sha256=} and the HMAC of the body. */
  public static boolean signed(String secret, Delivery delivery, String header) {
    String value = delivery.header(header);
    return value.startsWith(SHA256)
        && same(hmac(secret, delivery.body()), value.substring(SHA256.length()));
  }

  private static boolean plainSigned(String secret, Delivery delivery, String header) {
    String value = delivery.header(header);
    return !value.isEmpty() && same(hmac(secret, delivery.body()), value);
  }

  private static String hmac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** The password of basic authentication, empty when there is none. */
  private static String password(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return "";
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(authorization.substring(6).strip()),
              StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
