package io.freehold.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.engine.RetryPauses;
import java.time.Duration;
import java.time.Instant;

/** When a failed sync is tried again. */
final class RetryBackoffSuite extends JsonSuite {
  RetryBackoffSuite() {
    super("retry-backoff");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    JsonNode backoff = input.path("retry").path("backoff");
    RetryPauses pauses =
        RetryPauses.parse(
            backoff.path("duration").textValue(),
            backoff.path("factor").isInt() ? (Integer) backoff.path("factor").intValue() : null,
            backoff.path("maxDuration").textValue());
    Duration pause = pauses.after(input.path("retry_count").asInt() + 1);
    ObjectNode answer = object();
    if (pause.toNanosPart() == 0) {
      answer.put("delay_seconds", pause.toSeconds());
    } else {
      answer.put("delay_seconds", pause.toNanos() / 1e9);
    }
    return answer.put("retry_at", Instant.parse(input.path("now").asText()).plus(pause).toString());
  }
}
