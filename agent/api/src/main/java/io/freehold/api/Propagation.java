package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the dependents of an object that is deleted. */
public enum Propagation {
  /** They go after it. */
  @JsonProperty("Background")
  BACKGROUND,
  /** They go before it. */
  @JsonProperty("Foreground")
  FOREGROUND,
  /** They stay. */
  @JsonProperty("Orphan")
  ORPHAN
}
