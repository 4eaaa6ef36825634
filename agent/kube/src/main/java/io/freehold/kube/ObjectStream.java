package io.freehold.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.engine.ClusterPort.ResourceKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads the bodies of lists and watches object by object, so that no page is held in memory as a
 * whole.
 */
final class ObjectStream {
  private final ResourceKind kind;
  private final JsonParser parser;

  ObjectStream(ResourceKind kind, InputStream body) throws IOException {
    this.kind = kind;
    this.parser = Json.MAPPER.createParser(body);
  }

  /**
   * Reads one page of a list.
   *
   * @return where to go on: the list's {@code metadata}
   */
  JsonNode list(Consumer<ObjectNode> item) throws IOException {
    JsonNode metadata = Json.MAPPER.createObjectNode();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("a list of " + kind.plural() + " is not an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("metadata")) {
        metadata = parser.readValueAsTree();
      } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          item.accept(named(parser.readValueAsTree()));
        }
      } else {
        parser.skipChildren();
      }
    }
    return metadata;
  }

  /** Waits for the next event of a watch; false when the stream ended. */
  boolean next(Consumer<Event> event) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return false;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new IOException("an event of " + kind.plural() + " is not an object");
    }
    JsonNode read = parser.readValueAsTree();
    if (read.path("object") instanceof ObjectNode object) {
      event.accept(new Event(read.path("type").asText(), object));
    }
    return true;
  }

  /** Items of lists, and objects asked for by their metadata only, do not say what they are. */
  ObjectNode named(ObjectNode object) {
    return object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
  }

  /** One line of a watch. */
  record Event(String type, ObjectNode object) {
    String resourceVersion() {
      return object.path("metadata").path("resourceVersion").asText("");
    }
  }
}
