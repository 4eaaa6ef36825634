package io.freehold.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster signs of a single record, so that a collector between it and a plane can take
 * requests apart and put others together: the cluster, the kind and name of the record and all its
 * attributes. They are put into one unambiguous form, in which every text is preceded by its length
 * and the fields of maps are sorted, and signed with the cluster's Ed25519 key. A record has no
 * expiry: it says what was, and its sequence number tells what is newer.
 *
 * @param cluster who signs
 * @param kind {@link #EVENT} or {@link #SPAN}
 * @param name name of the event or span
 * @param fields attributes without the signature itself, and for spans their ids and times; values
 *     are texts, {@link Long}, {@link Double}, {@link Boolean}, lists, maps, and {@link #NOTHING}
 */
public record SignedRecord(String cluster, String kind, String name, Map<String, Object> fields) {
  /** Kind of log events. */
  public static final String EVENT = "event";

  /** Kind of spans. */
  public static final String SPAN = "span";

  /** Stands for an empty value. */
  public static final Object NOTHING = new Object();

  private static final String FORM = "freehold-record-1";

  public SignedRecord {
    fields = Map.copyOf(fields);
  }

  /** The signature, as base64url without padding. */
  public String sign(PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(bytes());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the identity key cannot sign", e);
    }
  }

  /** Whether one of the keys made the signature. */
  public boolean signedBy(Collection<PublicKey> keys, String signature) {
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(signature);
    } catch (IllegalArgumentException _) {
      return false;
    }
    byte[] bytes = bytes();
    return keys.stream().anyMatch(key -> verify(key, bytes, decoded));
  }

  private static boolean verify(PublicKey key, byte[] bytes, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private byte[] bytes() {
    var text = new StringBuilder();
    for (String part : List.of(FORM, cluster, kind, name)) {
      text(text, part);
    }
    value(text, fields);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void value(StringBuilder into, Object value) {
    switch (value) {
      case String text -> text(into, text);
      case Long number -> into.append('i').append(number.longValue()).append(';');
      case Double number ->
          into.append('d').append(Double.doubleToLongBits(number.doubleValue())).append(';');
      case Boolean truth -> into.append(truth.booleanValue() ? 't' : 'f');
      case List<?> items -> {
        into.append('[');
        items.forEach(item -> value(into, item));
        into.append(']');
      }
      case Map<?, ?> map -> {
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
        into.append('{');
        sorted.forEach((key, item) -> {
          text(into, key);
          value(into, item);
        });
        into.append('}');
      }
      default -> {
        if (!value.equals(NOTHING)) {
          throw new IllegalArgumentException("cannot sign a " + value.getClass().getName());
        }
        into.append('n');
      }
    }
  }

  private static void text(StringBuilder into, String text) {
    into.append('s').append(text.length()).append(':').append(text);
  }
}
