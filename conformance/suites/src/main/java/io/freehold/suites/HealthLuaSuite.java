package io.freehold.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.health.LuaHealth;

/** Health told by Lua scripts in Argo CD's format. */
final class HealthLuaSuite extends JsonSuite {
  HealthLuaSuite() {
    super("health-lua");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    return LuaHealth.compile(input.path("script").asText())
        .run(input.path("input"))
        .map(HealthAnswers::of)
        .orElseGet(() -> object().put("status", "").put("message", ""));
  }
}
