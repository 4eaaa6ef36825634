package io.freehold.sops;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/** The text form of age keys: BIP 173 without its limit of 90 characters. */
final class Bech32 {
  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int CHECKSUM = 6;

  private Bech32() {}

  /** The bytes behind a prefix; empty when the text has another prefix or is damaged. */
  static Optional<byte[]> decode(String prefix, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean mixed = !text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT));
    String start = prefix.toLowerCase(Locale.ROOT) + "1";
    if (mixed || !lower.startsWith(start) || lower.length() < start.length() + CHECKSUM) {
      return Optional.empty();
    }
    String data = lower.substring(start.length());
    int[] digits = data.chars().map(ALPHABET::indexOf).toArray();
    int sum = prefixSum(prefix.toLowerCase(Locale.ROOT));
    for (int digit : digits) {
      if (digit < 0) {
        return Optional.empty();
      }
      sum = step(sum, digit);
    }
    return sum == 1 ? bytes(digits) : Optional.empty();
  }

  /** The text of bytes behind a prefix. */
  static String encode(String prefix, byte[] bytes) {
    var text = new StringBuilder(prefix).append('1');
    int sum = prefixSum(prefix);
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      for (bits += 8; bits >= 5; bits -= 5) {
        int digit = (buffer >> (bits - 5)) & 31;
        text.append(ALPHABET.charAt(digit));
        sum = step(sum, digit);
      }
    }
    if (bits > 0) {
      int digit = (buffer << (5 - bits)) & 31;
      text.append(ALPHABET.charAt(digit));
      sum = step(sum, digit);
    }
    for (int i = 0; i < CHECKSUM; i++) {
      sum = step(sum, 0);
    }
    for (int i = 0; i < CHECKSUM; i++) {
      text.append(ALPHABET.charAt(((sum ^ 1) >> (5 * (CHECKSUM - 1 - i))) & 31));
    }
    return text.toString();
  }

  private static Optional<byte[]> bytes(int[] digits) {
    var out = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < digits.length - CHECKSUM; i++) {
      buffer = ((buffer << 5) | digits[i]) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write(buffer >> bits);
      }
    }
    // What is left over has to be padding.
    boolean padded = bits < 5 && (buffer & ((1 << bits) - 1)) == 0;
    return padded ? Optional.of(out.toByteArray()) : Optional.empty();
  }

  private static int prefixSum(String prefix) {
    int sum = 1;
    for (int c : prefix.chars().toArray()) {
      sum = step(sum, c >> 5);
    }
    sum = step(sum, 0);
    for (int c : prefix.chars().toArray()) {
      sum = step(sum, c & 31);
    }
    return sum;
  }

  private static int step(int sum, int digit) {
    int top = sum >>> 25;
    int next = ((sum & 0x1ffffff) << 5) ^ digit;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= ((top >> i) & 1) == 1 ? GENERATOR[i] : 0;
    }
    return next;
  }
}
