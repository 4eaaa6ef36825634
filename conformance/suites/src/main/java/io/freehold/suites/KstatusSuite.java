package io.freehold.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.health.Kstatus;
import java.time.Instant;

/** How far an object is, by kstatus. */
final class KstatusSuite extends JsonSuite {
  private static final String NOW = "2024-05-15T12:30:20Z";

  KstatusSuite() {
    super("kstatus");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    var status = Kstatus.of(input.path("input"), Instant.parse(input.path("now").asText(NOW)));
    ObjectNode answer = object().put("status", status.state().toString());
    var conditions = answer.putArray("conditions");
    switch (status.state()) {
      case IN_PROGRESS ->
          conditions
              .addObject()
              .put("type", "Reconciling")
              .put("status", "True")
              .put("reason", status.reason());
      case FAILED ->
          conditions
              .addObject()
              .put("type", "Stalled")
              .put("status", "True")
              .put("reason", status.reason());
      case CURRENT, TERMINATING, UNKNOWN -> {}
    }
    return answer;
  }
}
