package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the cluster holds what Git wants. */
public enum SyncState {
  /** Every object of the revision is in the cluster as rendered. */
  @JsonProperty("Synced")
  SYNCED("Synced"),
  /** At least one object differs, is missing or should be gone. */
  @JsonProperty("OutOfSync")
  OUT_OF_SYNC("OutOfSync"),
  /** The comparison could not be made: the source, the rendering or the API server failed. */
  @JsonProperty("Unknown")
  UNKNOWN("Unknown");

  private final String text;

  SyncState(String text) {
    this.text = text;
  }

  /** The spelling used in status, telemetry and the API. */
  @Override
  public String toString() {
    return text;
  }
}
