package io.freehold.sops;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** The curve of age keys (RFC 7748), by the JDK. */
final class X25519 {
  static final int KEY_BYTES = 32;

  private static final byte[] BASE_POINT = new byte[KEY_BYTES];

  static {
    BASE_POINT[0] = 9;
  }

  private X25519() {}

  /** The public key of a private one. */
  static byte[] publicKey(byte[] privateKey) throws GeneralSecurityException {
    return agree(privateKey, BASE_POINT);
  }

  /**
   * The secret that two keys share.
   *
   * @throws GeneralSecurityException when the public key is one that gives no secret
   */
  static byte[] agree(byte[] privateKey, byte[] publicKey) throws GeneralSecurityException {
    byte[] bigEndian = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      bigEndian[i] = publicKey[KEY_BYTES - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    var keys = KeyFactory.getInstance("X25519");
    var agreement = KeyAgreement.getInstance("X25519");
    agreement.init(
        keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
    agreement.doPhase(
        keys.generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
        true);
    return agreement.generateSecret();
  }
}
