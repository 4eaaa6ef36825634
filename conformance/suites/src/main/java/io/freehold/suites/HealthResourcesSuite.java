package io.freehold.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.health.HealthRules;

/** Health of custom resources, and of every other kind. */
final class HealthResourcesSuite extends JsonSuite {
  HealthResourcesSuite() {
    super("health-resources");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    var live = (ObjectNode) input.path("input");
    String group = input.path("group").asText();
    // A few samples leave out what they are.
    if (!live.path("apiVersion").asText().startsWith(group + "/")) {
      live.put("apiVersion", group.isEmpty() ? "v1" : group + "/v1");
    }
    String kind = input.path("kind").asText();
    live.put("kind", kind);
    HealthRules rules = HealthRules.standard();
    // The rule itself is asked, as upstream's fixtures do: some of their objects are being deleted.
    return HealthAnswers.of(
        rules.rule(group, kind).map(rule -> rule.of(live)).orElseGet(() -> rules.of(live)));
  }
}
