package io.freehold.suites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** A suite about a part that takes objects as JSON trees, as the engine does. */
abstract class JsonSuite implements Suite {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;

  JsonSuite(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final MapValue answer(MapValue input) {
    try {
      ObjectNode answer = answer((ObjectNode) JSON.readTree(Json.text(input)));
      byte[] bytes = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
      return (MapValue) Json.parse("answer", bytes, Schema.KUBERNETES).root();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the case is no JSON object", e);
    }
  }

  /** Answers a case; see {@link Suite#answer}. */
  abstract ObjectNode answer(ObjectNode input);

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode value(Object value) {
    return object().set("value", JSON.valueToTree(value));
  }

  static List<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  static List<String> texts(JsonNode list) {
    return items(list).stream().map(JsonNode::asText).toList();
  }

  static IllegalArgumentException unknownMode(JsonNode input) {
    return new IllegalArgumentException("there is no mode " + input.path("mode").asText());
  }
}
