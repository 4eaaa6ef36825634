package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A 64-bit hash of JSON values: equal values hash equally whatever the order of their keys; arrays
 * are hashed in order and types apart, so that {@code 1} and {@code "1"} differ. Not for
 * persistence and not for secrets outside this process.
 */
final class ValueHash {
  /** What a value that is not there hashes to. */
  static final long ABSENT = 0x9ae16a3b2f90404fL;

  private static final long OBJECT = 0xc3a5c85c97cb3127L;
  private static final long ARRAY = 0xb492b66fbe98f273L;
  private static final long TEXT = 0x9ddfea08eb382d69L;
  private static final long INTEGER = 0xff51afd7ed558ccdL;
  private static final long DECIMAL = 0xc4ceb9fe1a85ec53L;
  private static final long NULL = 0x2545f4914f6cdd1dL;
  private static final long TRUE = 0x5851f42d4c957f2dL;
  private static final long FALSE = 0x14057b7ef767814fL;

  private ValueHash() {}

  /** The hash of a value. */
  static long of(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> object(value);
      case ARRAY -> array(value);
      case STRING -> text(value.textValue());
      case NUMBER -> number(value);
      case BOOLEAN -> value.booleanValue() ? TRUE : FALSE;
      case NULL -> NULL;
      case MISSING -> ABSENT;
      case BINARY, POJO -> text(value.asText());
    };
  }

  /** A hash that depends on both arguments and on their order. */
  static long mix(long hash, long next) {
    long mixed = (hash ^ next) * 0x9e3779b97f4a7c15L;
    mixed ^= mixed >>> 32;
    mixed *= 0xd6e8feb86659fd93L;
    return Long.rotateLeft(mixed ^ (mixed >>> 29), 7) + hash;
  }

  private static long object(JsonNode object) {
    // A sum does not depend on the order of the keys and needs no sorted copy.
    long sum = OBJECT;
    for (var field : object.properties()) {
      sum += mix(text(field.getKey()), of(field.getValue()));
    }
    return mix(sum, object.size());
  }

  private static long array(JsonNode array) {
    long hash = ARRAY;
    for (int i = 0; i < array.size(); i++) {
      hash = mix(hash, of(array.get(i)));
    }
    return mix(hash, array.size());
  }

  private static long number(JsonNode number) {
    if (number.canConvertToLong() && number.isIntegralNumber()) {
      return mix(INTEGER, number.longValue());
    }
    return number.isBigInteger() || number.isBigDecimal()
        ? mix(DECIMAL, text(number.asText()))
        : mix(DECIMAL, Double.doubleToLongBits(number.doubleValue()));
  }

  private static long text(String text) {
    long hash = TEXT;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash, text.length());
  }
}
