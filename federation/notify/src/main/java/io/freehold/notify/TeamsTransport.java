package io.freehold.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A workflow of Microsoft Teams that posts an adaptive card.
 *
 * @param url its address
 */
record TeamsTransport(Link url) implements Transport {
  // The whole message may have 28 KB.
  private static final int LONGEST = 10_000;

  @Override
  public String type() {
    return "teams";
  }

  @Override
  public Escape escape() {
    return Escape.MARKDOWN;
  }

  @Override
  public List<SecretRef> secrets() {
    return url.secrets();
  }

  @Override
  public void deliver(Message message, Wires wires) throws DeliveryException {
    ObjectNode body = Wires.object().put("type", "message");
    ObjectNode attachment = body.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    ObjectNode card =
        attachment
            .putObject("content")
            .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
            .put("type", "AdaptiveCard")
            .put("version", "1.4");
    ArrayNode blocks = card.putArray("body");
    blocks
        .addObject()
        .put("type", "TextBlock")
        .put("weight", "Bolder")
        .put("wrap", true)
        .put("color", color(message))
        .put("text", Message.cut(message.title(), LONGEST));
    if (!message.text().isEmpty()) {
      blocks
          .addObject()
          .put("type", "TextBlock")
          .put("wrap", true)
          // Cards want an empty line between lines.
          .put("text", Message.cut(message.text().replace("\n", "\n\n"), LONGEST));
    }
    wires.post(url.read(wires), Map.of(), body);
  }

  private static String color(Message message) {
    return switch (message.severity()) {
      case CRITICAL, ERROR -> "Attention";
      case WARNING -> "Warning";
      case INFO -> "Good";
    };
  }
}
