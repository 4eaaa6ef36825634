package io.freehold.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A webhook of somebody's own, signed.
 *
 * @param url its address
 * @param secret what signs
 */
record WebhookTransport(Link url, SecretRef secret) implements Transport {
  @Override
  public String type() {
    return "webhook";
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
    return url.url().isEmpty() ? List.of(url.secret(), secret) : List.of(secret);
  }

  @Override
  public void deliver(Message message, Wires wires) throws DeliveryException {
    String body = Wires.text(body(message));
    Instant now = wires.clock().instant();
    Wires.expect(
        wires.request(
            "POST",
            url.read(wires),
            Map.of(
                "X-Freehold-Delivery", message.id(),
                "X-Freehold-Timestamp", Long.toString(now.getEpochSecond()),
                "X-Freehold-Signature", "sha256=" + Signature.of(wires.secret(secret), now, body)),
            body));
  }

  static ObjectNode body(Message message) {
    ObjectNode body =
        Wires.object()
            .put("id", message.id())
            .put("trigger", message.trigger())
            .put("event", message.phase().name().toLowerCase(Locale.ROOT))
            .put("severity", message.severity().toString())
            .put("title", message.title())
            .put("text", message.text())
            .put("incident", message.incident())
            .put("at", message.at().toString())
            .put("count", message.count());
    body.set("clusters", Wires.tree(message.clusters()));
    body.set("before", Wires.tree(message.before()));
    body.set("after", Wires.tree(message.after()));
    return body;
  }
}
