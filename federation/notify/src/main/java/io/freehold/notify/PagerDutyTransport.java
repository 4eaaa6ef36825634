package io.freehold.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * PagerDuty's Events API v2, or what understands the same.
 *
 * @param routingKey the integration key of a service
 * @param url where it is
 */
record PagerDutyTransport(SecretRef routingKey, String url) implements Transport {
  static final String URL = "https://events.pagerduty.com/v2/enqueue";
  private static final int LONGEST = 1_024;

  @Override
  public String type() {
    return "pagerduty";
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
    return List.of(routingKey);
  }

  @Override
  public void deliver(Message message, Wires wires) throws DeliveryException {
    boolean over = message.phase() == Happening.Phase.RESOLVED;
    ObjectNode body =
        Wires.object()
            .put("routing_key", wires.secret(routingKey))
            .put("event_action", over ? "resolve" : "trigger")
            .put("dedup_key", message.incident())
            .put("client", "Freehold");
    if (!over) {
      ObjectNode payload =
          body.putObject("payload")
              .put("summary", Message.cut(message.title(), LONGEST))
              .put("source", message.clusters().isEmpty() ? "plane" : message.clusters().getFirst())
              .put("severity", message.severity().toString())
              .put("timestamp", message.at().toString())
              .put("component", message.about())
              .put("class", message.trigger());
      payload
          .putObject("custom_details")
          .put("text", message.text())
          .put("clusters", String.join(", ", message.clusters()))
          .put("count", message.count());
    }
    wires.post(url, Map.of(), body);
  }
}
