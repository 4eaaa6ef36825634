package io.freehold.sops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One value as SOPS encrypts it: {@code ENC[AES256_GCM,data:…,iv:…,tag:…,type:…]}.
 *
 * @param sealed the encrypted bytes and their tag
 * @param iv the initialisation vector
 * @param type what the value was: {@code str}, {@code int}, {@code float}, {@code bool}, {@code
 *     bytes}, {@code time}, {@code comment}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncryptedText(byte[] sealed, byte[] iv, String type) {
  private static final String START = "ENC[AES256_GCM,";
  private static final int TAG_BYTES = 16;

  /** Reads a value; empty when it is not encrypted. */
  static Optional<EncryptedText> parse(String text) {
    if (!isEncrypted(text)) {
      return Optional.empty();
    }
    String[] parts = text.substring(START.length(), text.length() - 1).split(",", -1);
    if (parts.length != 4
        || !parts[0].startsWith("data:")
        || !parts[1].startsWith("iv:")
        || !parts[2].startsWith("tag:")
        || !parts[3].startsWith("type:")) {
      return Optional.empty();
    }
    try {
      byte[] data = Base64.getDecoder().decode(parts[0].substring("data:".length()));
      byte[] iv = Base64.getDecoder().decode(parts[1].substring("iv:".length()));
      byte[] tag = Base64.getDecoder().decode(parts[2].substring("tag:".length()));
      if (iv.length == 0 || tag.length != TAG_BYTES) {
        return Optional.empty();
      }
      byte[] sealed = Arrays.copyOf(data, data.length + TAG_BYTES);
      System.arraycopy(tag, 0, sealed, data.length, TAG_BYTES);
      return Optional.of(new EncryptedText(sealed, iv, parts[3].substring("type:".length())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether a text looks like an encrypted value, sound or not. */
  static boolean isEncrypted(String text) {
    return text.startsWith(START) && text.endsWith("]");
  }

  /**
   * The bytes in clear.
   *
   * @param place what the value is bound to, so that values cannot be swapped
   * @throws GeneralSecurityException when key or place are others, or the value was changed
   */
  byte[] open(byte[] key, String place) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher.doFinal(sealed);
  }

  /** Not the content, although it is encrypted. */
  @Override
  public String toString() {
    return "ENC[type:" + type + "]";
  }
}
