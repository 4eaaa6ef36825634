package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** The values of a Secret, as sent and decoded, to be kept out of messages. */
final class SecretValues {
  private final List<String> values;

  private SecretValues(List<String> values) {
    this.values = values;
  }

  static SecretValues of(JsonNode secret) {
    List<String> values = new ArrayList<>();
    for (JsonNode value : secret.path("stringData")) {
      String text = value.asText();
      values.add(text);
      values.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }
    for (JsonNode value : secret.path("data")) {
      values.add(value.asText());
      values.add(decoded(value.asText()));
    }
    // Longest first, so that a value inside another does not leave the rest of it behind.
    values.removeIf(String::isBlank);
    values.sort(Comparator.comparingInt(String::length).reversed());
    return new SecretValues(values);
  }

  String removedFrom(String message) {
    String clean = message;
    for (String value : values) {
      clean = clean.replace(value, "***");
    }
    return clean;
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not base64: the API server refuses it, and quotes it as it was sent.
      return "";
    }
  }
}
