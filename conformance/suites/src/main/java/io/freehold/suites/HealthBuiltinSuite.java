package io.freehold.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.health.HealthRules;

/** The rules for the kinds of Kubernetes itself. */
final class HealthBuiltinSuite extends JsonSuite {
  HealthBuiltinSuite() {
    super("health-builtin");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    String check = input.path("check").asText();
    int slash = check.indexOf('/');
    String group = check.substring(0, Math.max(slash, 0));
    String kind = check.substring(slash + 1);
    if (HealthRules.standard().rule(group, kind).isEmpty()) {
      return object().putNull("status");
    }
    // Some samples say nothing about their kind.
    var live = (ObjectNode) input.path("input");
    live.put("kind", kind).put("apiVersion", group.isEmpty() ? "v1" : group + "/v1");
    return HealthAnswers.of(HealthRules.standard().of(live));
  }
}
