package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a live object without ever failing.
 *
 * @param content the object
 */
record Live(JsonNode content) {

  /** A standard condition; absent text is empty. */
  record Condition(String type, String status, String reason, String message, JsonNode content) {
    boolean isTrue() {
      return status.equals("True");
    }

    boolean isFalse() {
      return status.equals("False");
    }
  }

  String apiVersion() {
    return content.path("apiVersion").asText("");
  }

  String kind() {
    return content.path("kind").asText("");
  }

  String name() {
    return content.path("metadata").path("name").asText("");
  }

  boolean isDeleted() {
    return content.path("metadata").hasNonNull("deletionTimestamp");
  }

  /** The node at a path of keys; a missing node where there is none. */
  JsonNode at(String... path) {
    JsonNode node = content;
    for (String key : path) {
      node = node.path(key);
    }
    return node;
  }

  String text(String... path) {
    return at(path).asText("");
  }

  /** The integer at a path, or another when there is none. */
  long number(long absent, String... path) {
    JsonNode node = at(path);
    return node.isNumber() ? node.asLong() : absent;
  }

  boolean has(String... path) {
    JsonNode node = at(path);
    return !node.isMissingNode() && !node.isNull();
  }

  long generation() {
    return number(0, "metadata", "generation");
  }

  long observedGeneration() {
    return number(0, "status", "observedGeneration");
  }

  List<Condition> conditions() {
    return conditions(at("status", "conditions"));
  }

  Optional<Condition> condition(String type) {
    return conditions().stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  boolean isTrue(String type) {
    return condition(type).filter(Condition::isTrue).isPresent();
  }

  static List<Condition> conditions(JsonNode list) {
    var conditions = new ArrayList<Condition>();
    for (JsonNode item : list) {
      conditions.add(
          new Condition(
              item.path("type").asText(""),
              item.path("status").asText(""),
              item.path("reason").asText(""),
              item.path("message").asText(""),
              item));
    }
    return conditions;
  }
}
