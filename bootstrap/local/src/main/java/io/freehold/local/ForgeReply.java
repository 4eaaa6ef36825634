package io.freehold.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An answer of the forge.
 *
 * @param total how many items there are, if the body is one page of them
 */
record ForgeReply(int status, Optional<JsonNode> json, OptionalInt total) {
  static ForgeReply of(int status, JsonNode json) {
    return new ForgeReply(status, Optional.of(json), OptionalInt.empty());
  }

  static ForgeReply page(JsonNode json, int total) {
    return new ForgeReply(200, Optional.of(json), OptionalInt.of(total));
  }

  static ForgeReply noContent() {
    return new ForgeReply(204, Optional.empty(), OptionalInt.empty());
  }

  static ForgeReply error(int status, String message) {
    return of(status, JsonNodeFactory.instance.objectNode().put("message", message));
  }
}
