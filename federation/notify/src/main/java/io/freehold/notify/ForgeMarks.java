package io.freehold.notify;

import java.util.regex.Pattern;

/** What GitHub and GitLab have in common. */
final class ForgeMarks {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int LONGEST_DESCRIPTION = 140;

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

  /** A comment with a mark that says which message it is. */
  static String comment(Message message) {
    return "**%s**%n%n%s%n%n<!-- freehold %s -->"
        .formatted(message.title(), message.text(), message.id());
  }
}
