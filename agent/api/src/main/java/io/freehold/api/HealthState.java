package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Health of an object or an application, from best to worst; {@link #worse} aggregates. */
public enum HealthState {
  @JsonProperty("Healthy")
  HEALTHY("Healthy"),
  /** Paused on purpose, as a suspended CronJob is. */
  @JsonProperty("Suspended")
  SUSPENDED("Suspended"),
  /** On its way; expected to become healthy. */
  @JsonProperty("Progressing")
  PROGRESSING("Progressing"),
  /** Wanted, but not in the cluster. */
  @JsonProperty("Missing")
  MISSING("Missing"),
  /** Failed, or did not become healthy in time. */
  @JsonProperty("Degraded")
  DEGRADED("Degraded"),
  /** Cannot be told; never shown as healthy. */
  @JsonProperty("Unknown")
  UNKNOWN("Unknown");

  private final String text;

  HealthState(String text) {
    this.text = text;
  }

  /** The worse of two states. */
  public HealthState worse(HealthState other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The spelling used in status, telemetry and the API. */
  @Override
  public String toString() {
    return text;
  }
}
