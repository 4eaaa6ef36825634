package io.freehold.health;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an object is, as kstatus tells it: by standard fields and conditions that any kind may
 * have, and by rules of its own for the built-in kinds.
 *
 * @param state how far
 * @param reason one word, empty when it is current
 * @param message why
 */
public record Kstatus(State state, String reason, String message) {
  static final Kstatus CURRENT = new Kstatus(State.CURRENT, "", "");

  /** How far an object is. */
  public enum State {
    /** It is as its spec wants it. */
    CURRENT("Current"),
    /** It is on its way. */
    IN_PROGRESS("InProgress"),
    /** It will not get there by itself. */
    FAILED("Failed"),
    /** It is being deleted. */
    TERMINATING("Terminating"),
    /** It cannot be told. */
    UNKNOWN("Unknown");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** The spelling of kstatus. */
    @Override
    public String toString() {
      return text;
    }
  }

  public Kstatus {
    requireNonNull(state, "state is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
  }

  /**
   * How far an object is.
   *
   * @param live the object as the API server returned it
   * @param now only a pod that finds no node is judged by time
   */
  public static Kstatus of(JsonNode live, Instant now) {
    var object = new Live(live);
    if (object.kind().isEmpty()) {
      return new Kstatus(State.UNKNOWN, "NoKind", "this is not an object");
    }
    return standard(object).or(() -> KstatusKinds.of(object, now)).orElseGet(() -> byReady(object));
  }

  /** As {@link #of}, by standard fields and conditions only. */
  static Kstatus generic(Live object) {
    return standard(object).orElseGet(() -> byReady(object));
  }

  private static Optional<Kstatus> standard(Live object) {
    if (object.isDeleted()) {
      return Optional.of(new Kstatus(State.TERMINATING, "Terminating", "it is being deleted"));
    }
    if (object.has("status", "observedGeneration")
        && object.observedGeneration() != object.generation()) {
      return Optional.of(
          inProgress(
              "LatestGenerationNotObserved", "its controller has not seen the newest spec yet"));
    }
    for (var condition : object.conditions()) {
      if (condition.isTrue() && condition.type().equals("Reconciling")) {
        return Optional.of(inProgress(condition.reason(), condition.message()));
      }
      if (condition.isTrue() && condition.type().equals("Stalled")) {
        return Optional.of(failed(condition.reason(), condition.message()));
      }
    }
    return Optional.empty();
  }

  private static Kstatus byReady(Live object) {
    return object
        .condition("Ready")
        .filter(condition -> !condition.isTrue())
        .map(condition -> inProgress(condition.reason(), condition.message()))
        .orElse(CURRENT);
  }

  static Kstatus inProgress(String reason, String message) {
    return new Kstatus(State.IN_PROGRESS, reason, message);
  }

  static Kstatus failed(String reason, String message) {
    return new Kstatus(State.FAILED, reason, message);
  }

  /** The message, or the reason when there is none. */
  public String text() {
    return message.isEmpty() ? reason : message;
  }
}
