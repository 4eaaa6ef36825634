package io.freehold.server;

import java.util.Arrays;
import java.util.List;

/**
 * A query parameter that an endpoint understands.
 *
 * @param name its name
 * @param description what it does, for the document of the API
 * @param type {@code string} or {@code integer}
 * @param values what it may be, empty for anything
 * @param repeats whether it may be given several times, meaning any of them
 */
record QueryParameter(
    String name, String description, String type, List<String> values, boolean repeats) {
  /** How many items a page has. */
  static final QueryParameter LIMIT =
      new QueryParameter(
          "limit", "At most so many items, 1 to 500 (100).", "integer", List.of(), false);

  /** Where a page begins. */
  static final QueryParameter CURSOR =
      text("cursor", "The \"next\" of the page before; everything else must be as it was.");

  /** Which fields to answer with. */
  static final QueryParameter FIELDS =
      text("fields", "Only these fields of each item, separated by commas; a.b is field b of a.");

  static QueryParameter text(String name, String description) {
    return new QueryParameter(name, description, "string", List.of(), false);
  }

  static QueryParameter texts(String name, String description) {
    return new QueryParameter(name, description, "string", List.of(), true);
  }

  static QueryParameter oneOf(String name, String description, String... values) {
    return new QueryParameter(name, description, "string", List.of(values), false);
  }

  /** Any of an enum's constants as the API spells them. */
  static <E extends Enum<E>> QueryParameter anyOf(String name, String description, Class<E> type) {
    List<String> values = Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList();
    return new QueryParameter(name, description, "string", values, true);
  }
}
