package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationStatus.Health;

/** Tells the health of the objects of one kind. Thread safe; never throws for odd content. */
@FunctionalInterface
public interface HealthRule {
  /** The health of an object as the API server returned it. */
  Health of(JsonNode live);
}
