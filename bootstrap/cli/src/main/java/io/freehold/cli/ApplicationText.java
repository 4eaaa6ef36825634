package io.freehold.cli;

import io.freehold.api.ApplicationStatus;
import io.freehold.api.Condition;
import java.util.List;
import java.util.Optional;

/** What is wrong with an application, in one line. */
final class ApplicationText {
  private static final List<String> GOOD_WHEN_TRUE =
      List.of(Condition.SOURCE_AVAILABLE, Condition.RENDERED);

  private ApplicationText() {}

  /**
   * The message of the most telling failing condition, else of an unhealthy health; empty when all
   * is well.
   */
  static Optional<String> problem(ApplicationStatus status) {
    for (String type : GOOD_WHEN_TRUE) {
      Optional<String> failing =
          status.conditions().stream()
              .filter(c -> c.type().equals(type) && c.status().equals("False"))
              .map(c -> c.type() + ": " + c.message())
              .findFirst();
      if (failing.isPresent()) {
        return failing;
      }
    }
    Optional<String> stalled =
        status.conditions().stream()
            .filter(c -> c.type().equals(Condition.STALLED) && c.status().equals("True"))
            .map(c -> c.type() + ": " + c.message())
            .findFirst();
    if (stalled.isPresent()) {
      return stalled;
    }
    return Optional.of(status.health().message()).filter(message -> !message.isEmpty());
  }

  /** How it is, in one line. */
  static String line(ApplicationStatus status) {
    return "%s, %s%s"
        .formatted(
            status.sync(),
            status.health().status(),
            problem(status).map(why -> ", " + why).orElse(""));
  }
}
