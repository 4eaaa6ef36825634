package io.freehold.sops;

import java.util.Optional;

/** A way SOPS stores encrypted values. */
interface Format {
  /**
   * The file in clear; empty when it is not encrypted in this format.
   *
   * @param file its name, for messages
   * @param text its content
   * @param keys opens the key of a note
   * @throws SopsException when it is encrypted and cannot be decrypted
   */
  Optional<byte[]> decrypt(String file, String text, Keys keys);

  /** Opens the key of a file. */
  @FunctionalInterface
  interface Keys {
    /** Starts to decrypt the values under a note. */
    ValueDecryption open(String file, Metadata metadata);
  }
}
