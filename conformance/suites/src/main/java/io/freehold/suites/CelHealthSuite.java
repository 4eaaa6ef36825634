package io.freehold.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.health.HealthExpressions;

/** Health told by CEL expressions. */
final class CelHealthSuite extends JsonSuite {
  CelHealthSuite() {
    super("cel-health");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    var texts = input.path("exprs");
    var expressions =
        HealthExpressions.of(
            texts.path("current").asText(),
            texts.path("inProgress").asText(),
            texts.path("failed").asText());
    return switch (input.path("mode").asText()) {
      case "compile" -> object().put("valid", true);
      case "evaluate" ->
          object().put("status", expressions.of(input.path("input")).state().toString());
      default -> throw unknownMode(input);
    };
  }
}
