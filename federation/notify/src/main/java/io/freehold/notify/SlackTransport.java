package io.freehold.notify;

import java.util.List;
import java.util.Map;

/**
 * An incoming webhook of Slack, or of what understands the same, as Mattermost and Rocket.Chat.
 *
 * @param url the webhook
 */
record SlackTransport(Link url) implements Transport {
  private static final int LONGEST = 35_000;

  @Override
  public String type() {
    return "slack";
  }

  @Override
  public Escape escape() {
    return Escape.SLACK;
  }

  @Override
  public List<SecretRef> secrets() {
    return url.secrets();
  }

  @Override
  public void deliver(Message message, Wires wires) throws DeliveryException {
    String text =
        message.text().isEmpty()
            ? "*" + message.title() + "*"
            : "*" + message.title() + "*\n" + message.text();
    wires.post(url.read(wires), Map.of(), Wires.object().put("text", Message.cut(text, LONGEST)));
  }
}
