package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Moves {@code stringData} of Secrets to {@code data}. The API server does so too, but goes on
 * tracking who owns {@code stringData}, which no object has: a change of the real data by others
 * would not be ours to notice.
 */
final class SecretData {
  private SecretData() {}

  /** Changes the content of a Secret in place; other kinds are left alone. */
  static void encode(ObjectRef ref, ObjectNode content) {
    if (!ref.group().isEmpty()
        || !ref.kind().equals("Secret")
        || !(content.path("stringData") instanceof ObjectNode plain)) {
      return;
    }
    if (!plain.valueStream().allMatch(JsonNode::isTextual)) {
      // Not valid: the API server says so better than we could.
      return;
    }
    content.remove("stringData");
    ObjectNode data =
        content.path("data") instanceof ObjectNode there ? there : content.putObject("data");
    for (Map.Entry<String, JsonNode> entry : plain.properties()) {
      // As in the API server, the plain text wins over what data has under the same key.
      data.put(
          entry.getKey(),
          Base64.getEncoder()
              .encodeToString(entry.getValue().textValue().getBytes(StandardCharsets.UTF_8)));
    }
  }
}
