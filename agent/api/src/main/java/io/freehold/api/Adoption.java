package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which objects that are there already an Application may take. */
public enum Adoption {
  /** All that no other Application wants. */
  @JsonProperty("Always")
  ALWAYS,
  /** Those that carry the mark of no other Application. */
  @JsonProperty("Unowned")
  UNOWNED,
  /** None: only what it created itself. */
  @JsonProperty("Never")
  NEVER
}
