package io.freehold.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.store.PageKey;
import io.helidon.common.uri.UriQuery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads and checks query parameters. */
final class Parameters {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 500;
  private static final int MAX_TEXT = 253;

  private final UriQuery query;

  Parameters(UriQuery query) {
    this.query = query;
  }

  int limit() {
    String text = text("limit");
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // Reported below.
    }
    throw new BadRequestException("limit must be a number from 1 to " + MAX_LIMIT);
  }

  String text(String name) {
    String text = all(name).stream().findFirst().orElse("");
    if (text.length() > MAX_TEXT || text.indexOf(0) >= 0) {
      throw new BadRequestException(name + " must be at most " + MAX_TEXT + " characters of text");
    }
    return text;
  }

  /** All non-empty values of a parameter. */
  List<String> all(String name) {
    return query.contains(name)
        ? query.all(name).stream().filter(value -> !value.isEmpty()).toList()
        : List.of();
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
    String cursor = cursor();
    if (cursor.isEmpty()) {
      return PageKey.START;
    }
    try {
      String[] parts = JSON.readValue(cursor, String[].class);
      if (parts.length == 3 && Arrays.stream(parts).allMatch(part -> part != null)) {
        return new PageKey(parts[0], parts[1], parts[2]);
      }
    } catch (JsonProcessingException _) {
      // Reported below.
    }
    throw unusable();
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
    try {
      return encode(JSON.writeValueAsString(List.of(key.cluster(), key.namespace(), key.name())));
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

  private static BadRequestException unusable() {
    return new BadRequestException("cursor must be the \"next\" of an earlier answer");
  }
}
