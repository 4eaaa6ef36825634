package io.freehold.health;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;

/** Names for the answers of rules. */
final class Verdicts {
  private Verdicts() {}

  static Health healthy(String message) {
    return new Health(HealthState.HEALTHY, message);
  }

  static Health progressing(String message) {
    return new Health(HealthState.PROGRESSING, message);
  }

  static Health degraded(String message) {
    return new Health(HealthState.DEGRADED, message);
  }

  static Health suspended(String message) {
    return new Health(HealthState.SUSPENDED, message);
  }

  static Health unknown(String message) {
    return new Health(HealthState.UNKNOWN, message);
  }

  /** What a kstatus means for us. */
  static Health of(Kstatus status) {
    return switch (status.state()) {
      case CURRENT -> healthy(status.message());
      case IN_PROGRESS, TERMINATING -> progressing(status.text());
      case FAILED -> degraded(status.text());
      case UNKNOWN -> unknown(status.text());
    };
  }
}
