package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.Application;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetSnapshotTest {
  private static final String SETTLED =
      """
      "revision": "abc", "sync": "Synced", "health": {"status": "Healthy"}
      """;

  @Test
  void all_is_well_when_api_server_and_plane_agree() {
    assertThat(unsettled(List.of(application("root", SETTLED)), "", "")).isEmpty();
  }

  @Test
  void a_fleet_without_applications_is_not_well() {
    assertThat(unsettled(List.of(), "", ""))
        .containsExactly("prod: there is no root Application yet");
  }

  @Test
  void a_synced_application_whose_newest_commit_cannot_be_rendered_is_not_well() {
    String broken =
        SETTLED
            + """
            , "conditions": [
              {"type": "Rendered", "status": "False", "message": "apps/x.yaml:3: no mapping"},
              {"type": "Stalled", "status": "True", "message": "see Rendered"}]
            """;

    assertThat(unsettled(List.of(application("root", broken)), "", ""))
        .containsExactly(
            "prod: freehold-system/root is Synced and Healthy: Rendered: apps/x.yaml:3: no mapping");
  }

  @Test
  void an_application_that_nobody_has_looked_at_is_not_well() {
    assertThat(unsettled(List.of(application("root", SETTLED), application("new", "")), "", ""))
        .containsExactly("prod: freehold-system/new is Unknown and Unknown");
  }

  @Test
  void what_agent_and_plane_say_counts_too() {
    assertThat(
            unsettled(
                List.of(application("root", SETTLED)), "the agent ended with 1", "it is stale"))
        .containsExactly("prod: the agent ended with 1", "prod: it is stale");
  }

  private static List<String> unsettled(
      List<Application> applications, String problem, String planeProblem) {
    return new FleetSnapshot(
            List.of(new FleetSnapshot.ClusterSnapshot("prod", applications, problem, planeProblem)))
        .unsettled();
  }

  private static Application application(String name, String status) {
    try {
      return new ObjectMapper()
          .readValue(
              """
              {"metadata": {"namespace": "freehold-system", "name": "%s"}, "status": {%s}}
              """
                  .formatted(name, status),
              Application.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
