package io.freehold.sops;

import java.security.GeneralSecurityException;
import java.util.Optional;

/** A private age key. Its text never shows the key. */
final class AgeIdentity {
  private static final String PRIVATE_PREFIX = "AGE-SECRET-KEY-";
  private static final String PUBLIC_PREFIX = "age";

  private final byte[] privateKey;
  private final byte[] publicKey;

  private AgeIdentity(byte[] privateKey, byte[] publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Reads {@code AGE-SECRET-KEY-1…}; empty when it is something else. */
  static Optional<AgeIdentity> parse(String text) {
    var key = Bech32.decode(PRIVATE_PREFIX, text).filter(k -> k.length == X25519.KEY_BYTES);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new AgeIdentity(key.get(), X25519.publicKey(key.get())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has X25519", e);
    }
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  byte[] agree(byte[] share) throws GeneralSecurityException {
    return X25519.agree(privateKey, share);
  }

  /** The public key, {@code age1…}. */
  String recipient() {
    return Bech32.encode(PUBLIC_PREFIX, publicKey);
  }

  @Override
  public String toString() {
    return recipient();
  }
}
