package io.freehold.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How the objects of other products are read: what is unknown is left alone. */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  /**
   * Reads a tree as a record.
   *
   * @throws IllegalArgumentException when a field is of another type; the message names it
   */
  static <T> T read(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /**
   * The first document of a YAML text.
   *
   * @throws IllegalArgumentException when it is no YAML
   */
  static JsonNode yaml(String name, String text) {
    try {
      var documents = Yaml.parse(name, text.getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES);
      return documents.isEmpty()
          ? MAPPER.createObjectNode()
          : MAPPER.readTree(io.freehold.yaml.Json.bytes(documents.getFirst().root()));
    } catch (YamlException | java.io.IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The texts of a list. */
  static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}
