package io.freehold.runtime;

import io.freehold.api.Condition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Builds a list of conditions in which the times of those whose status did not change stay. */
final class Conditions {
  private static final int MESSAGE_LIMIT = 2000;

  private final List<Condition> before;
  private final long generation;
  private final Clock clock;
  private final List<Condition> result = new ArrayList<>();

  Conditions(List<Condition> before, long generation, Clock clock) {
    this.before = before;
    this.generation = generation;
    this.clock = clock;
  }

  /** Adds a condition that holds or does not. */
  Conditions add(String type, boolean holds, String reason, String message) {
    return add(type, holds ? "True" : "False", reason, message);
  }

  /** Adds a condition. */
  Conditions add(String type, String status, String reason, String message) {
    String time =
        before.stream()
            .filter(condition -> condition.type().equals(type))
            .filter(condition -> condition.status().equals(status))
            .map(Condition::lastTransitionTime)
            .findFirst()
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    String bounded =
        message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT) + "…";
    result.add(new Condition(type, status, reason, bounded, time, generation));
    return this;
  }

  List<Condition> list() {
    return List.copyOf(result);
  }
}
