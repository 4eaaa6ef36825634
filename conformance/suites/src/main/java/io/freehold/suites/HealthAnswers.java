package io.freehold.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationStatus.Health;

/** The answer of suites about health. */
final class HealthAnswers {
  private HealthAnswers() {}

  static ObjectNode of(Health health) {
    return JsonSuite.object()
        .put("status", health.status().toString())
        .put("message", health.message());
  }
}
