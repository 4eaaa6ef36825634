package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.Commit;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.telemetry.OtlpReporter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of DORA, from real agents' journals to the API. */
@Timeout(60)
class DeliveryTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private TestPlane plane;
  private String east;
  private Instant day;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    east = plane.name("east");
    day = plane.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      agent.journal(sync(1, 'a', OperationPhase.SUCCEEDED, 0, "Add a"));
      agent.journal(sync(2, 'b', OperationPhase.FAILED, 60, "Add b"));
      agent.journal(sync(3, 'c', OperationPhase.SUCCEEDED, 90, "Revert \"Add b\""));
      plane.await(
          "/api/v1/delivery/deployments?cluster=" + east, page -> page.get("items").size() == 3);
    }
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void five_metrics_with_what_they_mean_and_what_they_cover() {
    JsonNode view = plane.get("/api/v1/delivery?cluster=" + east);
    JsonNode fleet = view.get("items").get(0);
    assertThat(fleet.get("key").textValue()).isEqualTo("fleet");
    assertThat(fleet.get("deployments").intValue()).isEqualTo(3);
    assertThat(fleet.at("/leadTime/count").intValue()).isEqualTo(2);
    assertThat(fleet.at("/leadTime/medianSeconds").longValue()).isEqualTo(300);
    assertThat(fleet.at("/leadTimeFromAuthor/p90Seconds").longValue()).isEqualTo(3_600);
    assertThat(fleet.get("changeFailRate").doubleValue()).isEqualTo(0.3333);
    assertThat(fleet.get("reworkRate").doubleValue()).isEqualTo(0.3333);
    assertThat(fleet.at("/recoveryTime/medianSeconds").longValue()).isEqualTo(30 * 60);
    assertThat(fleet.get("deploymentsPerWeek").doubleValue()).isEqualTo(0.25);
    assertThat(fleet.get("weeks")).hasSizeBetween(12, 13);
    long inWeeks = 0;
    for (JsonNode week : fleet.get("weeks")) {
      inWeeks += week.get("deployments").longValue();
    }
    assertThat(inWeeks).isEqualTo(3);
    assertThat(view.get("definitions")).hasSize(6);
    assertThat(view.at("/coverage/reporting").intValue()).isEqualTo(1);
    assertThat(view.at("/coverage/withCommitTime").intValue()).isEqualTo(3);
    JsonNode both =
        plane.get("/api/v1/delivery?cluster=" + east + "&cluster=" + plane.name("west"));
    assertThat(both.at("/coverage/silent/0").textValue()).isEqualTo(plane.name("west"));
  }

  @Test
  void groups_filters_and_what_is_behind_a_number() {
    assertThat(keys("by=application")).containsExactly("apps/shop");
    assertThat(keys("by=environment")).containsExactly("test");
    assertThat(keys("by=environment&environment=prod")).isEmpty();
    String deployments = "/api/v1/delivery/deployments?cluster=" + east;
    JsonNode failed = plane.get(deployments + "&only=failed").get("items");
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).get("failure").textValue()).isEqualTo("sync");
    assertThat(failed.get(0).get("recoverySeconds").longValue()).isEqualTo(30 * 60);
    assertThat(plane.get(deployments + "&only=rework").at("/items/0/subject").textValue())
        .startsWith("Revert");
    JsonNode page = plane.get(deployments + "&limit=2");
    JsonNode rest = plane.get(deployments + "&limit=2&cursor=" + page.get("next").textValue());
    assertThat(page.get("items").findValuesAsText("revision"))
        .containsExactly("c".repeat(40), "b".repeat(40));
    assertThat(rest.get("items").findValuesAsText("revision")).containsExactly("a".repeat(40));
    assertThat(plane.get(deployments + "&application=apps/other").get("items")).isEmpty();
    for (String bad :
        List.of("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from=2020-01-01T00:00:00Z")) {
      assertThat(plane.send("GET", "/api/v1/delivery?" + bad).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void the_author_of_the_newest_commit_is_who_did_it() {
    JsonNode entries =
        plane.get("/api/v1/audit?cluster=" + east + "&actor=ada@example.org").get("items");
    assertThat(entries).hasSize(3);
    assertThat(entries.get(0).get("actorType").textValue()).isEqualTo("author");
  }

  private List<String> keys(String query) {
    return plane
        .get("/api/v1/delivery?cluster=" + east + "&" + query)
        .get("items")
        .findValuesAsText("key");
  }

  /** A sync that ended so many minutes into the day, of a commit of five minutes before. */
  private JournalEntry sync(
      long id, char revision, OperationPhase phase, int minute, String subject) {
    Instant ended = day.plus(Duration.ofMinutes(minute));
    String commit = String.valueOf(revision).repeat(40);
    return JournalEntry.sync(
            Reports.SHOP,
            new HistoryEntry(
                id, phase, commit, "sha256:" + revision, "", ended.toString(), "done", 1, 0, 0))
        .with(
            List.of(
                new Commit(
                    commit,
                    "ada@example.org",
                    "ada@example.org",
                    ended.minusSeconds(3_600).toString(),
                    ended.minusSeconds(300).toString(),
                    subject)));
  }
}
