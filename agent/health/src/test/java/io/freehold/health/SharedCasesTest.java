package io.freehold.health;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What Argo CD and kstatus answer in their own tests. */
class SharedCasesTest {
  @Test
  void builtInRulesAnswerAsArgoCdDoes() throws IOException {
    var softly = new SoftAssertions();
    for (JsonNode one : cases("health-builtin")) {
      String check = one.path("check").asText();
      int slash = check.indexOf('/');
      var rule =
          HealthRules.standard()
              .rule(check.substring(0, Math.max(slash, 0)), check.substring(slash + 1));
      JsonNode expected = one.path("expected");
      if (expected.path("status").isNull()) {
        softly.assertThat(rule).as(one.path("id").asText()).isEmpty();
        continue;
      }
      var input = (ObjectNode) one.path("input").deepCopy();
      input.put("kind", check.substring(slash + 1));
      input.put("apiVersion", slash < 0 ? "v1" : check.substring(0, slash) + "/v1");
      var health = HealthRules.standard().of(input);
      softly
          .assertThat(health.status().toString())
          .as(one.path("id").asText())
          .isEqualTo(expected.path("status").asText());
      if (expected.has("message")) {
        softly
            .assertThat(health.message())
            .as(one.path("id").asText())
            .isEqualTo(expected.path("message").asText());
      }
    }
    softly.assertAll();
  }

  @Test
  void kstatusAnswersAsUpstreamDoes() throws IOException {
    var softly = new SoftAssertions();
    for (JsonNode one : cases("kstatus")) {
      Instant now = Instant.parse(one.path("now").asText("2024-05-15T12:30:20Z"));
      var status = Kstatus.of(one.path("input"), now);
      JsonNode expected = one.path("expected");
      softly
          .assertThat(status.state().toString())
          .as(one.path("id").asText())
          .isEqualTo(expected.path("status").asText());
      for (JsonNode condition : expected.path("conditions")) {
        boolean stalled = condition.path("type").asText().equals("Stalled");
        softly
            .assertThat(status.state())
            .isEqualTo(stalled ? Kstatus.State.FAILED : Kstatus.State.IN_PROGRESS);
        softly
            .assertThat(status.reason())
            .as(one.path("id").asText())
            .isEqualTo(condition.path("reason").asText());
      }
    }
    softly.assertAll();
  }

  private static List<JsonNode> cases(String suite) throws IOException {
    var cases = SharedCases.of(suite);
    assumeFalse(cases.isEmpty(), "there is no shared/cases/" + suite + ".jsonl above; not checked");
    return cases;
  }
}
