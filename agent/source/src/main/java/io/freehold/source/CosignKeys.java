package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Static public keys whose cosign signatures count: ECDSA on P-256, as {@code cosign
 * generate-key-pair} makes them, or Ed25519. Signatures without a key (Fulcio, Rekor) are not
 * supported.
 */
public final class CosignKeys {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
  private static final int P256 = 256;

  private final List<PublicKey> keys;

  private CosignKeys(List<PublicKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads public keys in PEM, one or several.
   *
   * @throws SourceException with code {@code CREDENTIALS} when there is none, or one of another
   *     kind
   */
  public static CosignKeys parse(String pem) {
    var keys = new ArrayList<PublicKey>();
    var blocks = BLOCK.matcher(pem);
    while (blocks.find()) {
      keys.add(key(Base64.getMimeDecoder().decode(blocks.group(1))));
    }
    if (keys.isEmpty()) {
      throw new SourceException(
          Code.CREDENTIALS, "there is no PEM public key for cosign; use the content of cosign.pub");
    }
    return new CosignKeys(keys);
  }

  private static PublicKey key(byte[] encoded) {
    for (String algorithm : List.of("EC", "Ed25519")) {
      try {
        PublicKey key =
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        if (!(key instanceof ECPublicKey ec) || ec.getParams().getOrder().bitLength() == P256) {
          return key;
        }
      } catch (GeneralSecurityException _) {
        // Of another kind.
      }
    }
    throw new SourceException(
        Code.CREDENTIALS, "a cosign public key is neither ECDSA on P-256 nor Ed25519");
  }

  /** Whether one of the keys made a signature. */
  boolean signed(byte[] content, byte[] signature) {
    return keys.stream().anyMatch(key -> signed(key, content, signature));
  }

  private static boolean signed(PublicKey key, byte[] content, byte[] signature) {
    try {
      var verifier =
          Signature.getInstance(key instanceof ECPublicKey ? "SHA256withECDSA" : "Ed25519");
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
