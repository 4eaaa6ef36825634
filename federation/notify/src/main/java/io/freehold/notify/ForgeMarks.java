package io.freehold.notify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/** What GitHub and GitLab have in common. */
final class ForgeMarks {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int LONGEST_DESCRIPTION = 140;
  private static final int MOST_REQUESTS = 5;

  private ForgeMarks() {}

  /** The commit that a message is about; what agents say must not become another path. */
  static String commit(Message message) throws DeliveryException {
    String operation = message.state("operationRevision");
    String revision = operation.isEmpty() ? message.state("revision") : operation;
    if (!COMMIT.matcher(revision).matches()) {
      throw DeliveryException.refused("it is about no commit of Git");
    }
    return revision;
  }

  /** Name of the status: one per cluster and application, so that the newest one counts. */
  static String context(Message message) {
    return Message.cut("freehold/" + message.state("cluster") + "/" + message.about(), 250);
  }

  static String description(Message message) {
    return Message.cut(message.title(), LONGEST_DESCRIPTION);
  }

  /** Whether the commit is bad there. */
  static boolean bad(Message message) {
    return message.phase() == Happening.Phase.FIRED && message.severity() != Severity.INFO;
  }

  /**
   * Comments on each of the first requests that is without the message's comment.
   *
   * @param requests URL of the list of the requests that a commit came with
   * @param number field that holds a request's number
   * @param comments URL of the comments of a request, by its number
   * @param newest parameters with which the comments are listed
   */
  static void comment(
      Message message,
      Wires wires,
      Map<String, String> headers,
      String requests,
      String number,
      LongFunction<String> comments,
      String newest)
      throws DeliveryException {
    JsonNode listed = Wires.expect(wires.request("GET", requests, headers, "")).json();
    for (int i = 0; i < Math.min(listed.size(), MOST_REQUESTS); i++) {
      String url = comments.apply(listed.get(i).path(number).asLong());
      JsonNode there = Wires.expect(wires.request("GET", url + newest, headers, "")).json();
      if (there.findValuesAsText("body").stream().noneMatch(body -> body.contains(message.id()))) {
        wires.post(url, headers, Wires.object().put("body", comment(message)));
      }
    }
  }

  /** A comment with a mark that says which message it is. */
  private static String comment(Message message) {
    return "**%s**%n%n%s%n%n<!-- freehold %s -->"
        .formatted(message.title(), message.text(), message.id());
  }
}
