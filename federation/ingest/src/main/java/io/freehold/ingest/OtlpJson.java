package io.freehold.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * OTLP's JSON. It is protobuf's JSON except that trace and span ids are hexadecimal; attributes
 * cannot be mistaken for ids, because their names are values.
 */
final class OtlpJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IDS = Set.of("traceId", "spanId", "parentSpanId");
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private OtlpJson() {}

  /**
   * Reads a request.
   *
   * @throws IOException when it is not one
   */
  static void read(byte[] body, Message.Builder into) throws IOException {
    try {
      JsonNode tree = JSON.readTree(body);
      if (!tree.isObject()) {
        throw new IOException("the request is not a JSON object");
      }
      decodeIds(tree);
      PARSER.merge(JSON.writeValueAsString(tree), into);
    } catch (JsonProcessingException
        | InvalidProtocolBufferException
        | IllegalArgumentException e) {
      throw new IOException("the request is not OTLP JSON", e);
    }
  }

  static String write(MessageOrBuilder message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("answers contain no Any", e);
    }
  }

  private static void decodeIds(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (IDS.contains(field.getKey()) && field.getValue().isTextual()) {
          byte[] id = HexFormat.of().parseHex(field.getValue().textValue());
          field.setValue(object.textNode(Base64.getEncoder().encodeToString(id)));
        }
      }
    }
    node.forEach(OtlpJson::decodeIds);
  }
}
