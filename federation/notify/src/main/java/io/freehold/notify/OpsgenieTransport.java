package io.freehold.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Opsgenie's alert API, or what understands the same.
 *
 * @param key an API key
 * @param url where it is
 */
record OpsgenieTransport(SecretRef key, String url) implements Transport {
  static final String URL = "https://api.opsgenie.com";
  private static final int LONGEST_MESSAGE = 130;
  private static final int LONGEST_DESCRIPTION = 15_000;

  @Override
  public String type() {
    return "opsgenie";
  }

  @Override
  public Escape escape() {
    return Escape.PLAIN;
  }

  @Override
  public Kind kind() {
    return Kind.INCIDENTS;
  }

  @Override
  public List<SecretRef> secrets() {
    return List.of(key);
  }

  @Override
  public void deliver(Message message, Wires wires) throws DeliveryException {
    Map<String, String> headers = Map.of("Authorization", "GenieKey " + wires.secret(key));
    if (message.phase() == Happening.Phase.RESOLVED) {
      String alias = URLEncoder.encode(message.incident(), StandardCharsets.UTF_8);
      wires.post(
          url + "/v2/alerts/" + alias + "/close?identifierType=alias",
          headers,
          Wires.object().put("source", "Freehold").put("note", message.title()));
      return;
    }
    ObjectNode body =
        Wires.object()
            .put("message", Message.cut(message.title(), LONGEST_MESSAGE))
            .put("alias", message.incident())
            .put("description", Message.cut(message.text(), LONGEST_DESCRIPTION))
            .put("source", "Freehold")
            .put("entity", message.about())
            .put("priority", priority(message));
    body.putArray("tags").add(message.trigger());
    body.putObject("details")
        .put("clusters", String.join(", ", message.clusters()))
        .put("count", Integer.toString(message.count()));
    wires.post(url + "/v2/alerts", headers, body);
  }

  private static String priority(Message message) {
    return switch (message.severity()) {
      case CRITICAL -> "P1";
      case ERROR -> "P2";
      case WARNING -> "P3";
      case INFO -> "P5";
    };
  }
}
