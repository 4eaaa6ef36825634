package io.freehold.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.store.FleetEntry;
import io.freehold.store.PageKey;
import io.helidon.common.uri.UriQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads and checks query parameters. */
final class Parameters {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 500;
  private static final int MAX_TEXT = 253;
  private static final int MAX_VALUES = 200;

  private final UriQuery query;

  Parameters(UriQuery query) {
    this.query = query;
  }

  int limit() {
    return limit(DEFAULT_LIMIT, MAX_LIMIT);
  }

  int limit(int absent, int most) {
    String text = text("limit");
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // Reported below.
    }
    throw new BadRequestException("limit must be a number from 1 to " + most);
  }

  /** Refuses parameters that would do nothing: they are mistakes. */
  void onlyKnown(Set<String> known) {
    for (String name : query.names()) {
      if (!known.contains(name)) {
        throw new BadRequestException(
            "there is no parameter "
                + (name.length() > MAX_TEXT ? name.substring(0, MAX_TEXT) : name)
                + "; known are "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  String text(String name) {
    return text(name, MAX_TEXT);
  }

  String text(String name, int most) {
    String text = all(name).stream().findFirst().orElse("");
    if (text.length() > most) {
      throw new BadRequestException(name + " must be at most " + most + " characters of text");
    }
    return text;
  }

  /** A time, as in RFC 3339. */
  Optional<Instant> time(String name) {
    String text = text(name);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException _) {
      throw new BadRequestException(name + " must be a time such as 2026-11-21T08:00:00Z");
    }
  }

  /** One of some values, the first when it is absent. */
  String oneOf(String name, List<String> values) {
    String text = text(name);
    if (text.isEmpty()) {
      return values.getFirst();
    }
    if (!values.contains(text)) {
      throw new BadRequestException(name + " must be one of " + String.join(", ", values));
    }
    return text;
  }

  /** Labels, each given as {@code key=value}. */
  Map<String, String> labels(String name) {
    Map<String, String> labels = new HashMap<>();
    for (String text : all(name)) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new BadRequestException(name + " must be key=value");
      }
      labels.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return labels;
  }

  /** All non-empty values of a parameter. */
  List<String> all(String name) {
    List<String> values =
        query.contains(name)
            ? query.all(name).stream().filter(value -> !value.isEmpty()).toList()
            : List.of();
    if (values.size() > MAX_VALUES || values.stream().anyMatch(value -> value.indexOf(0) >= 0)) {
      throw new BadRequestException(
          name + " must be text without NUL, given at most " + MAX_VALUES + " times");
    }
    return values;
  }

  /** Values that must be names of an enum's constants as the API spells them. */
  <E extends Enum<E>> List<String> states(String name, Class<E> type) {
    List<String> known = Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList();
    List<String> values = all(name);
    if (!known.containsAll(values)) {
      throw new BadRequestException(name + " must be one of " + String.join(", ", known));
    }
    return values;
  }

  /** Where a page of applications begins. */
  PageKey pageKey() {
    List<String> parts = position(3);
    return parts.isEmpty() ? PageKey.START : new PageKey(parts.get(0), parts.get(1), parts.get(2));
  }

  /** Where a page begins, in so many texts; none when it is the first. */
  List<String> position(int size) {
    String cursor = cursor();
    if (cursor.isEmpty()) {
      return List.of();
    }
    try {
      String[] parts = JSON.readValue(cursor, String[].class);
      if (parts != null
          && parts.length == size
          && Arrays.stream(parts).allMatch(part -> part != null && part.indexOf(0) < 0)) {
        return List.of(parts);
      }
    } catch (JsonProcessingException _) {
      // Reported below.
    }
    throw unusable();
  }

  /** Where a page of entries begins. */
  FleetEntry.Position entryPosition() {
    List<String> parts = position(3);
    try {
      return parts.isEmpty()
          ? FleetEntry.Position.START
          : new FleetEntry.Position(
              Instant.parse(parts.get(0)), parts.get(1), Long.parseLong(parts.get(2)));
    } catch (DateTimeParseException | NumberFormatException _) {
      throw unusable();
    }
  }

  static String cursor(FleetEntry.Position position) {
    return cursor(
        List.of(position.at().toString(), position.cluster(), Long.toString(position.sequence())));
  }

  /** Before which journal entry a page begins. */
  long before() {
    String cursor = cursor();
    try {
      return cursor.isEmpty() ? Long.MAX_VALUE : Long.parseLong(cursor);
    } catch (NumberFormatException _) {
      throw unusable();
    }
  }

  static String cursor(PageKey key) {
    return cursor(List.of(key.cluster(), key.namespace(), key.name()));
  }

  /** Texts that say where the next page begins. */
  static String cursor(List<String> position) {
    try {
      return encode(JSON.writeValueAsString(position));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  static String cursor(long sequence) {
    return encode(Long.toString(sequence));
  }

  private String cursor() {
    String cursor = all("cursor").stream().findFirst().orElse("");
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw unusable();
    }
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static BadRequestException unusable() {
    return new BadRequestException("cursor must be the \"next\" of an earlier answer");
  }
}
