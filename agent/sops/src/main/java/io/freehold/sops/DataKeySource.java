package io.freehold.sops;

import java.util.Optional;

/**
 * Opens the key of a file. SOPS encrypts the content with a random key and wraps that key once for
 * each recipient; a source knows one way to unwrap it.
 */
public interface DataKeySource {
  /**
   * The data key, when this source can unwrap it. A source that asks a service answers empty for
   * kinds of keys that it does not know.
   *
   * @throws CannotOpenException when the wrapped key is damaged or the service fails
   */
  Optional<byte[]> open(WrappedKey wrapped);

  /** What tells this source from one with other keys; no secret. */
  String id();

  /**
   * The data key of a file, wrapped for one recipient.
   *
   * @param kind how it is wrapped, as SOPS calls it: {@code age}, {@code kms}, {@code gcp_kms},
   *     {@code azure_kv}, {@code hc_vault}, {@code pgp}
   * @param recipient who can unwrap it, such as a public key or an ARN; no secret
   * @param text the wrapped key
   */
  record WrappedKey(String kind, String recipient, String text) {
    /** Kind and recipient. */
    @Override
    public String toString() {
      return kind + " " + recipient;
    }
  }

  /** A wrapped key cannot be opened by the one who should; the message holds no secret. */
  final class CannotOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with its reason. */
    public CannotOpenException(String message) {
      super(message);
    }
  }
}
