package io.freehold.notify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A URL that is written in rules, or that is a secret because whoever knows it may post.
 *
 * @param url the URL, empty when it is a secret
 * @param secret the secret, {@link SecretRef#NONE} when it is written
 */
record Link(String url, SecretRef secret) {
  /** Reads {@code https://…} or {@code {file: NAME}}. */
  @JsonCreator
  static Link of(JsonNode node) {
    if (node.isTextual()) {
      return new Link(node.textValue(), SecretRef.NONE);
    }
    for (String field : (Iterable<String>) node::fieldNames) {
      if (!field.equals("env") && !field.equals("file")) {
        throw new RuleException("url must be a text, or {env: NAME} or {file: NAME}");
      }
    }
    return new Link("", new SecretRef(node.path("env").asText(""), node.path("file").asText("")));
  }

  List<SecretRef> secrets() {
    return url.isEmpty() ? List.of(secret) : List.of();
  }

  String read(Wires wires) throws DeliveryException {
    return url.isEmpty() ? wires.secret(secret) : url;
  }
}
