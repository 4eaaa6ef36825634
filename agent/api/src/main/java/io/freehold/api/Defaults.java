package io.freehold.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an absent JSON field means; deserialisation hands absent fields to record constructors as
 * null.
 */
final class Defaults {
  private Defaults() {}

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  static <T> T value(@Nullable T value, T absent) {
    return value == null ? absent : value;
  }

  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : List.copyOf(value);
  }

  static <K, V> Map<K, V> map(@Nullable Map<K, V> value) {
    return value == null ? Map.of() : Map.copyOf(value);
  }
}
