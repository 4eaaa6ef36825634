package io.freehold.sops;

import io.freehold.sops.SopsException.Code;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decrypts the values of one file in their order and collects what its message authentication code
 * is made of; for one thread, used once.
 */
final class ValueDecryption {
  private static final String PLACE_SEPARATOR = ":";
  private static final String REMEDY = "edit the file with sops, or restore it from its history";

  /** A code over encrypted values only starts with this, the SHA-256 of {@code sops}. */
  private static final byte[] ONLY_ENCRYPTED = digest("SHA-256").digest(bytes("sops"));

  private final String file;
  private final Metadata metadata;
  private final byte[] key;
  private final MessageDigest digest = digest("SHA-512");

  ValueDecryption(String file, Metadata metadata, byte[] key) {
    this.file = file;
    this.metadata = metadata;
    this.key = key.clone();
    if (metadata.onlyEncrypted()) {
      digest.update(ONLY_ENCRYPTED);
    }
  }

  /** A document in clear. */
  MapValue document(MapValue document) {
    return map(document, List.of());
  }

  /** A text under a path, in clear, as bytes: for formats that hold anything. */
  byte[] bytes(String text, List<String> path) {
    boolean covered = metadata.scope().covers(path, text);
    byte[] clear = covered && !text.isEmpty() ? open(text, path).clear() : bytes(text);
    count(clear, covered);
    return clear;
  }

  /**
   * The text of an encrypted comment; empty when it is none of this file. Comments do not count.
   */
  Optional<String> comment(String text, List<String> path) {
    try {
      var encrypted = EncryptedText.parse(text);
      return encrypted.isEmpty()
          ? Optional.empty()
          : Optional.of(new String(encrypted.get().open(key, place(path)), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /**
   * Makes sure that everything which was asked for is what was encrypted.
   *
   * @throws SopsException when it is not
   */
  void verify() {
    String computed = HexFormat.of().withUpperCase().formatHex(digest.digest());
    var mac = EncryptedText.parse(metadata.mac());
    if (mac.isEmpty()) {
      throw new SopsException(Code.TAMPERED, file, "sops.mac is missing or damaged; " + REMEDY);
    }
    try {
      if (MessageDigest.isEqual(mac.get().open(key, metadata.modified()), bytes(computed))) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new SopsException(
          Code.TAMPERED, file, "sops.mac or sops.lastmodified was changed; " + REMEDY, e);
    }
    throw new SopsException(
        Code.TAMPERED,
        file,
        "values were added, removed, moved or changed after it was encrypted (sops.mac does not match); "
            + REMEDY);
  }

  private Value value(Value value, List<String> path) {
    return switch (value) {
      case MapValue map -> map(map, path);
      case ListValue list -> ListValue.of(list.stream().map(item -> value(item, path)).toList());
      case ScalarValue scalar -> scalar(scalar, path);
    };
  }

  private MapValue map(MapValue map, List<String> path) {
    var clear = MapValue.builder();
    for (var entry : map) {
      var below = new ArrayList<>(path);
      below.add(entry.getKey());
      clear.put(entry.getKey(), value(entry.getValue(), below));
    }
    return clear.build();
  }

  private Value scalar(ScalarValue scalar, List<String> path) {
    return switch (scalar) {
      case NullValue nothing -> nothing;
      case StringValue string -> text(string, path);
      case NumberValue number -> {
        refuseClear(path);
        count(bytes(number.isInteger() ? number.json() : plain(number.decimal())), false);
        yield number;
      }
      case BooleanValue bool -> {
        refuseClear(path);
        count(bytes(spelled(bool)), false);
        yield bool;
      }
    };
  }

  private Value text(StringValue string, List<String> path) {
    String text = string.text();
    boolean covered = metadata.scope().covers(path, text);
    if (!covered || text.isEmpty()) {
      count(bytes(text), covered);
      return string;
    }
    Opened opened = open(text, path);
    Value value = typed(opened, path);
    count(counted(value, opened), true);
    return value;
  }

  /** What the code counts of a value: its own spelling of numbers and booleans. */
  private static byte[] counted(Value value, Opened opened) {
    if (value instanceof BooleanValue bool) {
      return bytes(spelled(bool));
    }
    return value instanceof NumberValue number && opened.type().equals("float")
        ? bytes(plain(number.decimal()))
        : opened.clear();
  }

  private static String spelled(BooleanValue bool) {
    return bool.equals(BooleanValue.TRUE) ? "True" : "False";
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Opened(byte[] clear, String type) {}

  private Opened open(String text, List<String> path) {
    EncryptedText encrypted =
        EncryptedText.parse(text)
            .orElseThrow(() ->
                new SopsException(
                    Code.TAMPERED,
                    file,
                    "%s has to be encrypted and is not; %s".formatted(field(path), REMEDY)));
    try {
      return new Opened(encrypted.open(key, place(path)), encrypted.type());
    } catch (GeneralSecurityException e) {
      throw new SopsException(
          Code.TAMPERED,
          file,
          "%s was changed or moved after it was encrypted; %s".formatted(field(path), REMEDY),
          e);
    }
  }

  private Value typed(Opened opened, List<String> path) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(opened.clear())).toString();
    } catch (CharacterCodingException e) {
      throw malformed(path, "holds bytes that are no text; encrypt such a file as binary");
    }
    try {
      return switch (opened.type()) {
        case "str", "bytes", "time" -> new StringValue(text);
        case "int" -> number(new BigInteger(text).toString());
        case "float" -> NumberValue.of(Double.parseDouble(text));
        case "bool" ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "t", "1" -> BooleanValue.TRUE;
              case "false", "f", "0" -> BooleanValue.FALSE;
              default -> throw malformed(path, "is marked as a boolean and holds something else");
            };
        default ->
            throw malformed(path, "has the type %s, which no value has".formatted(opened.type()));
      };
    } catch (IllegalArgumentException e) {
      throw malformed(path, "is marked as a number and holds something else");
    }
  }

  private static NumberValue number(String text) {
    return new NumberValue(text, text);
  }

  private SopsException malformed(List<String> path, String problem) {
    return new SopsException(Code.MALFORMED, file, field(path) + " " + problem);
  }

  private void refuseClear(List<String> path) {
    if (metadata.scope().covers(path)) {
      throw new SopsException(
          Code.TAMPERED,
          file,
          "%s has to be encrypted and is not; %s".formatted(field(path), REMEDY));
    }
  }

  private void count(byte[] clear, boolean encrypted) {
    if (encrypted || !metadata.onlyEncrypted()) {
      digest.update(clear);
    }
  }

  /** Without exponent, as SOPS writes floating point numbers. */
  private static String plain(BigDecimal decimal) {
    double value = decimal.doubleValue();
    return value == 0
        ? "0"
        : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  private static String place(List<String> path) {
    return String.join(PLACE_SEPARATOR, path) + PLACE_SEPARATOR;
  }

  private static String field(List<String> path) {
    return String.join(".", path);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
