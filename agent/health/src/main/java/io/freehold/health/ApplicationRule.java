package io.freehold.health;

import static io.freehold.health.Verdicts.progressing;
import static io.freehold.health.Verdicts.suspended;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;

/**
 * An Application of ours inside another one: what it says of itself, unless that is about an older
 * spec.
 */
final class ApplicationRule {
  private ApplicationRule() {}

  static Health of(Live application) {
    if (application.at("spec", "suspend").asBoolean()) {
      return suspended("the application is suspended");
    }
    if (application.generation() > application.observedGeneration()) {
      return progressing("the agent has not seen the newest spec yet");
    }
    HealthState state = state(application.text("status", "health", "status"));
    String message = application.text("status", "health", "message");
    var stalled = application.condition("Stalled").filter(Live.Condition::isTrue);
    if (stalled.isPresent() && state.compareTo(HealthState.DEGRADED) < 0) {
      return new Health(HealthState.DEGRADED, stalled.get().message());
    }
    var reconciling = application.condition("Reconciling").filter(Live.Condition::isTrue);
    if (reconciling.isPresent() && state.compareTo(HealthState.PROGRESSING) < 0) {
      return new Health(HealthState.PROGRESSING, reconciling.get().message());
    }
    return new Health(state, message);
  }

  private static HealthState state(String text) {
    for (HealthState state : HealthState.values()) {
      if (state.toString().equals(text)) {
        return state;
      }
    }
    return HealthState.UNKNOWN;
  }
}
