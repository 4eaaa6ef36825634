package io.freehold.sops;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** An age file (age-encryption.org/v1), read for its X25519 recipients. */
final class AgeFile {
  private static final String VERSION = "age-encryption.org/v1";
  private static final String ARMOR_START = "-----BEGIN AGE ENCRYPTED FILE-----";
  private static final String ARMOR_END = "-----END AGE ENCRYPTED FILE-----";
  private static final int MAX_STANZAS = 100;
  private static final int CHUNK = 64 << 10;
  private static final int TAG = 16;
  private static final int NONCE = 16;
  private static final int FILE_KEY = 16;
  private static final int COLUMNS = 64;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stanza(List<String> arguments, byte[] body) {}

  private final List<Stanza> stanzas;
  private final byte[] signed;
  private final byte[] mac;
  private final byte[] payload;

  private AgeFile(List<Stanza> stanzas, byte[] signed, byte[] mac, byte[] payload) {
    this.stanzas = stanzas;
    this.signed = signed;
    this.mac = mac;
    this.payload = payload;
  }

  /** Reads an armored file. */
  static AgeFile read(String armored) throws GeneralSecurityException {
    String text = armored.strip().replace("\r\n", "\n");
    if (!text.startsWith(ARMOR_START + "\n") || !text.endsWith("\n" + ARMOR_END)) {
      throw new GeneralSecurityException("it is no armored age file");
    }
    String body = text.substring(ARMOR_START.length(), text.length() - ARMOR_END.length());
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(body.replace("\n", ""));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("its armor is damaged", e);
    }
    return new Reader(bytes).read();
  }

  /** The content, when one of the identities is a recipient. */
  Optional<byte[]> open(List<AgeIdentity> identities) throws GeneralSecurityException {
    for (AgeIdentity identity : identities) {
      for (Stanza stanza : stanzas) {
        Optional<byte[]> key = unwrap(identity, stanza);
        if (key.isPresent()) {
          return Optional.of(content(key.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> unwrap(AgeIdentity identity, Stanza stanza)
      throws GeneralSecurityException {
    List<String> arguments = stanza.arguments();
    if (arguments.size() != 2
        || !arguments.getFirst().equals("X25519")
        || stanza.body().length != FILE_KEY + TAG) {
      return Optional.empty();
    }
    byte[] share = base64(arguments.getLast());
    if (share.length != X25519.KEY_BYTES) {
      throw new GeneralSecurityException("a recipient of it is damaged");
    }
    byte[] key =
        hkdf(
            identity.agree(share),
            joined(share, identity.publicKey()),
            "age-encryption.org/v1/X25519");
    try {
      return Optional.of(decrypt(key, new byte[12], stanza.body(), 0, stanza.body().length));
    } catch (AEADBadTagException e) {
      return Optional.empty(); // wrapped for somebody else
    }
  }

  private byte[] content(byte[] fileKey) throws GeneralSecurityException {
    var hmac = Mac.getInstance("HmacSHA256");
    hmac.init(new SecretKeySpec(hkdf(fileKey, new byte[0], "header"), "HmacSHA256"));
    if (!MessageDigest.isEqual(hmac.doFinal(signed), mac)) {
      throw new GeneralSecurityException("its header was changed");
    }
    if (payload.length < NONCE + TAG) {
      throw new GeneralSecurityException("it is cut off");
    }
    byte[] key = hkdf(fileKey, Arrays.copyOf(payload, NONCE), "payload");
    var out = new ByteArrayOutputStream();
    long chunk = 0;
    for (int at = NONCE; at < payload.length; chunk++) {
      int length = Math.min(CHUNK + TAG, payload.length - at);
      boolean last = at + length == payload.length;
      if (length == TAG && chunk > 0) {
        throw new GeneralSecurityException("its last part is empty");
      }
      out.writeBytes(decrypt(key, nonce(chunk, last), payload, at, length));
      at += length;
    }
    return out.toByteArray();
  }

  /** Eleven bytes that count, and one that marks the last chunk. */
  private static byte[] nonce(long chunk, boolean last) {
    byte[] nonce = new byte[12];
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[10 - i] = (byte) (chunk >>> (8 * i));
    }
    nonce[11] = (byte) (last ? 1 : 0);
    return nonce;
  }

  private static byte[] decrypt(byte[] key, byte[] nonce, byte[] in, int from, int length)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("ChaCha20-Poly1305");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
    return cipher.doFinal(in, from, length);
  }

  private static byte[] hkdf(byte[] secret, byte[] salt, String info)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(secret)
                .addSalt(salt)
                .thenExpand(info.getBytes(StandardCharsets.US_ASCII), 32));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] base64(String text) throws GeneralSecurityException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (!Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
        throw new GeneralSecurityException("its header is damaged");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("its header is damaged", e);
    }
  }

  /** Takes a binary age file apart. */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    AgeFile read() throws GeneralSecurityException {
      if (!line().equals(VERSION)) {
        throw new GeneralSecurityException("it is no age file of version 1");
      }
      var stanzas = new ArrayList<Stanza>();
      int start = at;
      String line = line();
      while (line.startsWith("-> ")) {
        stanzas.add(new Stanza(List.of(line.substring(3).split(" ", -1)), body()));
        if (stanzas.size() > MAX_STANZAS) {
          throw new GeneralSecurityException(
              "it has more than %d recipients".formatted(MAX_STANZAS));
        }
        start = at;
        line = line();
      }
      if (!line.startsWith("--- ")) {
        throw new GeneralSecurityException("its header is damaged");
      }
      byte[] signed = Arrays.copyOf(bytes, start + 3);
      byte[] payload = Arrays.copyOfRange(bytes, at, bytes.length);
      return new AgeFile(stanzas, signed, base64(line.substring(4)), payload);
    }

    /** Full lines, and one that is shorter at the end. */
    private byte[] body() throws GeneralSecurityException {
      var text = new StringBuilder();
      String line;
      do {
        line = line();
        text.append(line);
      } while (line.length() == COLUMNS);
      return base64(text.toString());
    }

    private String line() throws GeneralSecurityException {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end == bytes.length) {
        throw new GeneralSecurityException("it is cut off");
      }
      String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
      at = end + 1;
      return line;
    }
  }
}
