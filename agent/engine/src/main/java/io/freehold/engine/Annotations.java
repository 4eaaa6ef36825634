package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The annotations of one object.
 *
 * @param map {@code metadata.annotations}, or whatever stands in its place
 */
record Annotations(JsonNode map) {
  /** Annotations of an object, also of one that has none. */
  static Annotations of(JsonNode object) {
    return new Annotations(object.path("metadata").path("annotations"));
  }

  /** The value of an annotation; empty when it is absent or no text. */
  Optional<String> text(String key) {
    return Optional.ofNullable(map.path(key).textValue());
  }

  /** The different values of an annotation that holds a list separated by commas. */
  List<String> values(String key) {
    return text(key).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
  }

  /** A signed decimal integer; empty when the annotation is absent or anything else. */
  Optional<Integer> integer(String key) {
    return text(key).flatMap(Annotations::parse);
  }

  private static Optional<Integer> parse(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
