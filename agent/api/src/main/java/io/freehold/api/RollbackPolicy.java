package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/**
 * When an Application goes back by itself to the revision at which it was last synced and healthy.
 * It stays there until Git wants something else than what was bad.
 *
 * @param failures how often in a row a sync has to fail
 * @param healthTimeout how long it may take to become healthy after a sync, as {@code 5m}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RollbackPolicy(
    @Default("1") @JsonPropertyDescription("How often in a row a sync has to fail.")
        Integer failures,
    @Default("5m")
        @JsonPropertyDescription("How long it may take to become healthy after a sync, as 5m.")
        String healthTimeout) {
  public RollbackPolicy {
    failures = Defaults.value(failures, 1);
    healthTimeout = Defaults.value(healthTimeout, "5m");
  }
}
