package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freehold.api.ChainedRecord;
import io.freehold.telemetry.OtlpReporter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The audit log, from a real agent's journal to people and their files. */
@Timeout(60)
class AuditTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private TestPlane plane;
  private String east;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
    east = plane.name("east");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void what_an_agent_did_is_chained_verified_and_found() throws Exception {
    report(3);
    JsonNode chain = awaitVerified(4);
    assertThat(chain.get("faults")).isEmpty();
    JsonNode page = plane.get(list("&limit=3"));
    assertThat(texts(page, "action"))
        .containsExactly("object.change", "application.sync", "application.sync");
    JsonNode rest = plane.get(list("&limit=3&cursor=" + page.get("next").textValue()));
    assertThat(rest.get("items")).hasSize(1);
    JsonNode sync = rest.get("items").get(0);
    assertThat(sync.get("revision").textValue()).isEqualTo(Reports.COMMIT);
    assertThat(sync.get("result").textValue()).isEqualTo("success");
    assertThat(sync.get("object").textValue()).isEqualTo("apps/shop");
    assertThat(sync.at("/detail/sync/revision").textValue()).isEqualTo(Reports.COMMIT);
    assertThat(texts(plane.get(list("&action=object&actor=kubectl")), "result"))
        .containsExactly("reverted");
    assertThat(plane.get(list("&result=failure")).get("items")).isEmpty();
    assertThat(plane.get(list("&to=2020-01-01T00:00:00Z")).get("items")).isEmpty();
    assertThat(plane.get(list("&q=APPS%2FSHOP&action=application")).get("items")).hasSize(3);
    assertThat(plane.send("GET", list("&from=yesterday")).statusCode()).isEqualTo(400);
    assertThat(plane.send("GET", list("&cursor=WyIxIiwiMiJd")).statusCode()).isEqualTo(400);
  }

  @Test
  void an_export_can_be_checked_by_anybody_and_is_an_entry_itself() throws Exception {
    report(2);
    awaitVerified(3);
    HttpResponse<String> lines =
        plane.send("GET", "/api/v1/audit/export?format=ndjson&cluster=" + east);
    assertThat(lines.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    String before = "";
    List<String> oldestFirst = lines.body().lines().toList().reversed();
    assertThat(oldestFirst).hasSize(3);
    for (String line : oldestFirst) {
      JsonNode entry = TestPlane.JSON.readTree(line);
      String record = entry.get("record").textValue();
      assertThat(ChainedRecord.hash(record)).isEqualTo(entry.get("hash").textValue());
      assertThat(TestPlane.JSON.readTree(record).get("previous").textValue()).isEqualTo(before);
      before = entry.get("hash").textValue();
    }
    HttpResponse<String> table =
        plane.send("GET", "/api/v1/audit/export?format=csv&cluster=" + east);
    assertThat(table.body()).startsWith("time,actor,actorType,").contains("\"apps/shop\"");
    JsonNode taken = plane.get("/api/v1/audit?action=audit.export&q=" + "csv").get("items").get(0);
    assertThat(taken.at("/detail/query").textValue()).contains(east);
    assertThat(taken.get("origin").textValue()).isEqualTo("plane");
    assertThat(plane.send("GET", "/api/v1/audit/export?format=xml").statusCode()).isEqualTo(400);
  }

  @Test
  void a_cell_is_never_a_formula() {
    for (String text : List.of("=1+1", "+1", "-1", "@x", "\tx", "\rx")) {
      assertThat(cell(text)).isEqualTo("\"'" + text + "\"");
    }
    assertThat(cell("a\"b,\nc")).isEqualTo("\"a\"\"b,\nc\"");
    assertThat(cell("")).isEqualTo("\"\"");
  }

  private static String cell(String text) {
    return AuditExport.cell(JsonNodeFactory.instance.textNode(text));
  }

  /** So many syncs and a drift. */
  private void report(int syncs) throws Exception {
    try (OtlpReporter agent = plane.agent(east, plane.east, INTERVAL)) {
      for (int id = 1; id <= syncs; id++) {
        agent.journal(Reports.sync(id));
      }
      agent.journal(Reports.drift());
      plane.await(list(""), page -> page.get("items").size() == syncs + 1);
    }
  }

  private JsonNode awaitVerified(long number) throws Exception {
    JsonNode page =
        plane.await(
            "/api/v1/audit/chains?cluster=" + east,
            found -> found.at("/items/0/verifiedTo").asLong() == number);
    assertThat(page.at("/items/0/state").textValue()).isEqualTo("verified");
    assertThat(page.get("items")).hasSize(1);
    return page.get("items").get(0);
  }

  private String list(String query) {
    return "/api/v1/audit?cluster=" + east + query;
  }

  private static List<String> texts(JsonNode page, String field) {
    return page.get("items").findValuesAsText(field);
  }
}
