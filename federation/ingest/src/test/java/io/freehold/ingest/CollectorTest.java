package io.freehold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.Telemetry;
import io.freehold.ingest.ReportBatch.ApplicationState;
import io.freehold.ingest.ReportBatch.Journal;
import io.freehold.ingest.ReportBatch.SyncSpan;
import io.freehold.telemetry.OtlpReporter;
import io.freehold.telemetry.ReportTarget;
import io.freehold.telemetry.ReporterSettings;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behind a collector: it takes the requests of real agents apart, mixes them, and passes them on
 * with a credential of its own. What counts is what the clusters have signed.
 */
@Timeout(60)
class CollectorTest {
  private static final String SECRET = "collector-secret";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path directory;
  private final Fleet fleet = new Fleet();
  private final CollectorRecorder recorder = new CollectorRecorder();
  private IngestServer server;

  @BeforeEach
  void start() {
    var collectors =
        CollectorTokens.parse("# the region's\nhub " + CollectorRecorder.sha256(SECRET));
    server =
        IngestServer.start(
            new IngestSettings("127.0.0.1", 0, 0, RateLimit.DEFAULT, collectors),
            fleet,
            fleet,
            fleet,
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    recorder.close();
    server.close();
  }

  @Test
  void records_of_several_clusters_are_kept_for_those_who_signed_them() throws Exception {
    report("east", fleet.east);
    report("west", fleet.west);

    var logs = ExportLogsServiceResponse.parseFrom(send("/v1/logs", recorder.logs().toByteArray()));
    var spans =
        ExportTraceServiceResponse.parseFrom(send("/v1/traces", recorder.spans().toByteArray()));

    assertThat(logs.hasPartialSuccess()).as(logs.toString()).isFalse();
    assertThat(spans.hasPartialSuccess()).as(spans.toString()).isFalse();
    for (String cluster : List.of("east", "west")) {
      List<ReportBatch> batches =
          fleet.batches.stream().filter(batch -> batch.cluster().equals(cluster)).toList();
      assertThat(batches.stream().flatMap(batch -> batch.of(ApplicationState.class).stream()))
          .isNotEmpty()
          .allSatisfy(state -> assertThat(state.report().source()).isEqualTo("of " + cluster));
      assertThat(batches.stream().flatMap(batch -> batch.of(Journal.class).stream())).hasSize(1);
      assertThat(batches.stream().flatMap(batch -> batch.of(SyncSpan.class).stream())).hasSize(1);
    }
  }

  @Test
  void what_a_collector_changes_or_invents_is_rejected() throws Exception {
    report("east", fleet.east);
    ResourceLogs of = recorder.logs().getResourceLogs(0);
    LogRecord signed = of.getScopeLogs(0).getLogRecords(0);
    List<LogRecord> forgeries =
        List.of(
            Fleet.clusterState("east", 1_000),
            changed(signed, Fleet.number(9_000_000_000_000_000L)),
            // The same field twice: which of the two counts must not be open.
            signed.toBuilder()
                .addAttributes(Fleet.attribute(Telemetry.ENTITY_TYPE, Fleet.text("k8s.cluster")))
                .build(),
            signed.toBuilder().setEventName("entity.delete").build());
    for (LogRecord forgery : forgeries) {
      fleet.clear();
      var answer =
          ExportLogsServiceResponse.parseFrom(
              send("/v1/logs", Fleet.logs("east", forgery).toByteArray()));
      assertThat(answer.getPartialSuccess().getRejectedLogRecords()).isEqualTo(1);
      assertThat(fleet.batches).isEmpty();
      assertThat(fleet.refusals.getFirst().claimed()).isEqualTo("east");
      assertThat(fleet.refusals.getFirst().reason()).contains("collector hub");
    }
    // Nor may it say that one cluster's record is another's.
    fleet.clear();
    send("/v1/logs", Fleet.logs("west", signed).toByteArray());
    assertThat(fleet.batches).isEmpty();
  }

  @Test
  void spans_are_checked_with_their_ids_and_times() throws Exception {
    report("east", fleet.east);
    ExportTraceServiceRequest spans = recorder.spans();
    var span = spans.getResourceSpans(0).getScopeSpans(0).getSpans(0);
    for (var forged :
        List.of(
            span.toBuilder().setEndTimeUnixNano(span.getEndTimeUnixNano() + 1).build(),
            span.toBuilder().setSpanId(ByteString.copyFrom(new byte[8])).build(),
            span.toBuilder().setName("SYNC apps/other").build())) {
      var request = spans.toBuilder();
      request.getResourceSpansBuilder(0).getScopeSpansBuilder(0).setSpans(0, forged);
      var answer =
          ExportTraceServiceResponse.parseFrom(send("/v1/traces", request.build().toByteArray()));
      assertThat(answer.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    }
    assertThat(fleet.batches).isEmpty();
  }

  @Test
  void an_unknown_token_is_no_collector() throws Exception {
    var answer =
        CLIENT.send(
            request("/v1/logs", new byte[0]).header("Authorization", "Bearer other").build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  private void report(String cluster, KeyPair keys) throws IOException {
    var settings =
        ReporterSettings.of(cluster, "test", "1", keys::getPrivate, directory.resolve(cluster));
    try (OtlpReporter agent = OtlpReporter.start(settings)) {
      agent.application(
          new ApplicationReport(
              "apps", "shop", "default", "", "of " + cluster, "", ApplicationStatus.EMPTY));
      agent.journal(
          JournalEntry.sync(
              new ApplicationId("apps", "shop"),
              new HistoryEntry(
                  7,
                  OperationPhase.SUCCEEDED,
                  "0123456789012345678901234567890123456789",
                  "sha256:1",
                  "2026-11-21T08:00:00Z",
                  "2026-11-21T08:00:02Z",
                  "done",
                  1,
                  0,
                  0)));
      agent.target(new ReportTarget(recorder.url(), Duration.ofSeconds(30)));
      recorder.awaitSpansOf(cluster);
    }
  }

  private static LogRecord changed(LogRecord signed, AnyValue sequence) {
    var changed = signed.toBuilder();
    for (int i = 0; i < changed.getAttributesCount(); i++) {
      if (changed.getAttributes(i).getKey().equals(Telemetry.SEQUENCE)) {
        changed.getAttributesBuilder(i).setValue(sequence);
      }
    }
    return changed.build();
  }

  private byte[] send(String path, byte[] body) throws IOException, InterruptedException {
    var answer =
        CLIENT.send(
            request(path, body).header("Authorization", "Bearer " + SECRET).build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private HttpRequest.Builder request(String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
        .header("Content-Type", "application/x-protobuf")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }
}
