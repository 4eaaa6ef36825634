package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Phase of one sync operation. */
public enum OperationPhase {
  @JsonProperty("Running")
  RUNNING("Running"),
  @JsonProperty("Succeeded")
  SUCCEEDED("Succeeded"),
  /** An object was refused or did not become healthy; tried again while retries are left. */
  @JsonProperty("Failed")
  FAILED("Failed"),
  /** The source could not be read or rendered; nothing was changed. */
  @JsonProperty("Error")
  ERROR("Error"),
  /** A newer commit took over before this operation ended. */
  @JsonProperty("Superseded")
  SUPERSEDED("Superseded");

  private final String text;

  OperationPhase(String text) {
    this.text = text;
  }

  /** The spelling used in status, telemetry and the API. */
  @Override
  public String toString() {
    return text;
  }
}
