package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the API server makes of fields that a kind does not have. */
public enum FieldValidation {
  /** They are dropped. */
  @JsonProperty("Ignore")
  IGNORE,
  /** They are dropped, with a warning. */
  @JsonProperty("Warn")
  WARN,
  /** The object is refused. */
  @JsonProperty("Strict")
  STRICT
}
