package io.freehold.ingest;

import static io.freehold.ingest.Fleet.NOW;
import static io.freehold.ingest.Fleet.applicationState;
import static io.freehold.ingest.Fleet.attribute;
import static io.freehold.ingest.Fleet.clusterState;
import static io.freehold.ingest.Fleet.journal;
import static io.freehold.ingest.Fleet.logs;
import static io.freehold.ingest.Fleet.resource;
import static io.freehold.ingest.Fleet.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import io.freehold.api.ReportToken;
import io.freehold.api.SyncState;
import io.freehold.ingest.RefusalSink.Refusal;
import io.freehold.ingest.ReportBatch.ApplicationState;
import io.freehold.ingest.ReportBatch.ClusterState;
import io.freehold.ingest.ReportBatch.Journal;
import io.freehold.ingest.ReportBatch.SyncSpan;
import io.freehold.ingest.StateSink.SinkException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OTLP/HTTP against a real server. */
class OtlpHttpTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final Fleet FLEET = new Fleet();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static IngestServer server;

  @BeforeAll
  static void start() {
    server =
        IngestServer.start(
            new IngestSettings("127.0.0.1", 0, 0), FLEET, FLEET, FLEET, InstantSource.fixed(NOW));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void clear() {
    FLEET.clear();
  }

  @Test
  void signedStateIsTaken() throws Exception {
    var answer =
        post(logs("east", clusterState("east", 7), applicationState("east", 8, "shop")), "east");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(PROTOBUF);
    assertThat(ExportLogsServiceResponse.parseFrom(answer.body()).hasPartialSuccess()).isFalse();
    ReportBatch batch = FLEET.batches.getFirst();
    assertThat(batch.cluster()).isEqualTo("east");
    assertThat(batch.receivedAt()).isEqualTo(NOW);
    assertThat(batch.of(ClusterState.class).getFirst().report().revision()).isEqualTo("c0ffee");
    ApplicationState application = batch.of(ApplicationState.class).getFirst();
    assertThat(application.sequence()).isEqualTo(8);
    assertThat(application.report().status().sync()).isEqualTo(SyncState.SYNCED);
    assertThat(FLEET.refusals).isEmpty();
  }

  @Test
  void anEmptyRequestIsSuccess() throws Exception {
    assertThat(post(ExportLogsServiceRequest.getDefaultInstance(), "east").statusCode())
        .isEqualTo(200);
  }

  @Test
  void anUnsignedReportIsRefusedAndNoted() throws Exception {
    var answer = send(request("/v1/logs", PROTOBUF, logs("east").toByteArray()));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Status.parseFrom(answer.body()).getCode()).isEqualTo(16);
    assertThat(FLEET.batches).isEmpty();
    assertThat(FLEET.refusals)
        .containsExactly(new Refusal("http", "127.0.0.1", "", "the request is not signed", 0));
  }

  @Test
  void aTokenSignedByTheWrongKeyIsRefused() throws Exception {
    String forged = "Bearer " + ReportToken.issue("east", NOW).sign(FLEET.west.getPrivate());
    assertThat(postAs(forged).statusCode()).isEqualTo(401);
    assertThat(FLEET.refusals.getFirst().claimed()).isEqualTo("east");
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    Instant past = NOW.minus(ReportToken.LIFETIME).minus(ReportToken.LEEWAY).minusSeconds(1);
    String old = "Bearer " + ReportToken.issue("east", past).sign(FLEET.east.getPrivate());
    assertThat(postAs(old).statusCode()).isEqualTo(401);
    assertThat(FLEET.refusals.getFirst().reason()).isEqualTo("the token has expired");
  }

  @Test
  void aClusterThatTheRegistryDoesNotNameIsRefused() throws Exception {
    String unknown = "Bearer " + ReportToken.issue("mars", NOW).sign(FLEET.east.getPrivate());
    assertThat(postAs(unknown).statusCode()).isEqualTo(401);
    assertThat(FLEET.refusals.getFirst().claimed()).isEqualTo("mars");
  }

  @Test
  void aClusterCannotSpeakForAnother() throws Exception {
    var byResource = post(logs("west", clusterState("west", 7)), "east");
    assertThat(byResource.statusCode()).isEqualTo(403);
    assertThat(Status.parseFrom(byResource.body()).getMessage()).contains("east").contains("west");
    var byEntity = post(logs("east", clusterState("west", 7)), "east");
    assertThat(byEntity.statusCode()).isEqualTo(403);
    assertThat(FLEET.batches).isEmpty();
    assertThat(FLEET.refusals)
        .hasSize(2)
        .allSatisfy(refusal -> assertThat(refusal.claimed()).isEqualTo("west"))
        .allSatisfy(refusal -> assertThat(refusal.records()).isEqualTo(1));
  }

  @Test
  void amongOwnRecordsForeignOnesAreRejectedPartially() throws Exception {
    var answer =
        post(logs("east", clusterState("east", 7), applicationState("west", 8, "shop")), "east");
    assertThat(answer.statusCode()).isEqualTo(200);
    var partial = ExportLogsServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedLogRecords()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).contains("west");
    assertThat(FLEET.batches.getFirst().items()).hasSize(1);
    assertThat(FLEET.refusals.getFirst().claimed()).isEqualTo("west");
  }

  @Test
  void recordsThatNobodyKeepsAreRejectedAndNotDroppedSilently() throws Exception {
    var odd = clusterState("east", 7).toBuilder().setEventName("my.event").build();
    var answer = post(logs("east", odd, journal(9, "synced")), "east");
    assertThat(
            ExportLogsServiceResponse.parseFrom(answer.body())
                .getPartialSuccess()
                .getRejectedLogRecords())
        .isEqualTo(1);
    assertThat(FLEET.batches.getFirst().of(Journal.class)).hasSize(1);
  }

  @Test
  void textThatADatabaseCannotHoldIsReplaced() throws Exception {
    post(logs("east", journal(9, "a\u0000b")), "east");
    Journal entry = FLEET.batches.getFirst().of(Journal.class).getFirst();
    assertThat(entry.entry().message()).isEqualTo("a\uFFFDb");
    assertThat(entry.at()).isEqualTo("2026-11-21T08:59:00Z");
  }

  @Test
  void gzipIsUnderstood() throws Exception {
    var request = request("/v1/logs", PROTOBUF, gzip(logs("east", journal(9, "x")).toByteArray()));
    var answer =
        send(
            request
                .header("Authorization", FLEET.token("east"))
                .header("Content-Encoding", "gzip"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(FLEET.batches).hasSize(1);
  }

  @Test
  void aGzipBombIsStoppedWhileItIsUnpacked() throws Exception {
    byte[] bomb = gzip(new byte[200 << 20]);
    assertThat(bomb.length).isLessThan(Payload.MAX_WIRE);
    var answer =
        send(
            request("/v1/logs", PROTOBUF, bomb)
                .header("Authorization", FLEET.token("east"))
                .header("Content-Encoding", "gzip"));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Status.parseFrom(answer.body()).getCode()).isEqualTo(8);
  }

  @Test
  void aLargeBodyIsRefusedBeforeItIsRead() throws Exception {
    var answer =
        send(
            request("/v1/logs", PROTOBUF, new byte[Payload.MAX_WIRE + 1])
                .header("Authorization", FLEET.token("east")));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void whoSendsAllBeforeReadingStillGetsTheAnswer() throws Exception {
    byte[] body = new byte[2 * Payload.MAX_WIRE];
    String head =
        "POST /v1/logs HTTP/1.1\r\nHost: plane\r\nContent-Type: %s\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(PROTOBUF, FLEET.token("east"), body.length);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void jsonHasATighterBound() throws Exception {
    var answer =
        send(
            request("/v1/logs", JSON, new byte[Payload.MAX_JSON + 1])
                .header("Authorization", FLEET.token("east")));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"code\":8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml"})
  void otherContentTypesAreRefused(String type) throws Exception {
    var answer =
        send(
            request("/v1/logs", type, "x".getBytes(StandardCharsets.UTF_8))
                .header("Authorization", FLEET.token("east")));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void otherEncodingsAreRefused() throws Exception {
    var answer =
        send(
            request("/v1/logs", PROTOBUF, new byte[] {1})
                .header("Authorization", FLEET.token("east"))
                .header("Content-Encoding", "zstd"));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {PROTOBUF, JSON})
  void brokenBodiesAreBadRequestsInTheirOwnType(String type) throws Exception {
    var answer =
        send(
            request("/v1/logs", type, "{nonsense".getBytes(StandardCharsets.UTF_8))
                .header("Authorization", FLEET.token("east")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains(type);
  }

  @Test
  void jsonIsTakenWithUnknownFieldsAndHexadecimalIds() throws Exception {
    String json =
        """
        {"resourceSpans": [{"resource": {"attributes": [
            {"key": "k8s.cluster.name", "value": {"stringValue": "east"}}]},
          "somethingNew": {"a": [1]},
          "scopeSpans": [{"spans": [{
            "traceId": "0123456789abcdef0123456789abcdef", "spanId": "fedcba9876543210",
            "name": "SYNC apps/shop", "kind": 2, "flags": 256,
            "startTimeUnixNano": "1763713140000000000", "endTimeUnixNano": "1763713141000000000",
            "attributes": [
              {"key": "cicd.pipeline.action.name", "value": {"stringValue": "SYNC"}},
              {"key": "traceId", "value": {"stringValue": "not an id"}},
              {"key": "cicd.pipeline.result", "value": {"stringValue": "success"}}]}]}]}]}
        """;
    var answer =
        send(
            request("/v1/traces", JSON, json.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", FLEET.token("east")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
    SyncSpan span = FLEET.batches.getFirst().of(SyncSpan.class).getFirst();
    assertThat(span.traceId()).isEqualTo("0123456789abcdef0123456789abcdef");
    assertThat(span.spanId()).isEqualTo("fedcba9876543210");
    assertThat(span.result()).isEqualTo("success");
    assertThat(Duration.between(span.startedAt(), span.endedAt())).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void stateInJsonIsTheSameAsInProtobuf() throws Exception {
    String json = JsonFormat.printer().print(logs("east", applicationState("east", 8, "shop")));
    var answer =
        send(
            request("/v1/logs", JSON, json.getBytes(StandardCharsets.UTF_8))
                .header("Authorization", FLEET.token("east")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(FLEET.batches.getFirst().of(ApplicationState.class).getFirst().report().name())
        .isEqualTo("shop");
  }

  @Test
  void spansThatAreNoSyncsAreRejected() throws Exception {
    var span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(new byte[16]))
            .setSpanId(ByteString.copyFrom(new byte[8]))
            .setName("GET /")
            .addAttributes(attribute("http.request.method", text("GET")));
    var answer =
        send(
            request(
                    "/v1/traces",
                    PROTOBUF,
                    ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(
                            ResourceSpans.newBuilder()
                                .setResource(resource("east"))
                                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                        .build()
                        .toByteArray())
                .header("Authorization", FLEET.token("east")));
    assertThat(
            ExportTraceServiceResponse.parseFrom(answer.body())
                .getPartialSuccess()
                .getRejectedSpans())
        .isEqualTo(1);
  }

  @Test
  void metricsAreRejectedWithTheReason() throws Exception {
    var point = NumberDataPoint.newBuilder().setAsInt(1);
    var answer =
        send(
            request(
                    "/v1/metrics",
                    PROTOBUF,
                    ExportMetricsServiceRequest.newBuilder()
                        .addResourceMetrics(
                            ResourceMetrics.newBuilder()
                                .setResource(resource("east"))
                                .addScopeMetrics(
                                    ScopeMetrics.newBuilder()
                                        .addMetrics(
                                            Metric.newBuilder()
                                                .setGauge(
                                                    Gauge.newBuilder()
                                                        .addDataPoints(point)
                                                        .addDataPoints(point)))))
                        .build()
                        .toByteArray())
                .header("Authorization", FLEET.token("east")));
    var partial = ExportMetricsServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedDataPoints()).isEqualTo(2);
    assertThat(partial.getErrorMessage()).isEqualTo("metrics are not kept by this version");
  }

  @Test
  void anOutageOfTheStoreAsksToComeAgain() throws Exception {
    FLEET.failure = Optional.of(new SinkException(true, "no database", new IOException()));
    var answer = post(logs("east", journal(9, "x")), "east");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    FLEET.failure = Optional.of(new SinkException(false, "impossible", new IOException()));
    assertThat(post(logs("east", journal(9, "x")), "east").statusCode()).isEqualTo(400);
  }

  @Test
  void aDefectIsAnInternalErrorInTheTypeOfTheRequest() throws Exception {
    FLEET.failure = Optional.of(new IllegalStateException("secret detail"));
    var answer = post(logs("east", journal(9, "x")), "east");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(Status.parseFrom(answer.body()).getCode()).isEqualTo(13);
    assertThat(Status.parseFrom(answer.body()).getMessage()).doesNotContain("secret");
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void finalErrorsDoNotAskToComeAgain() throws Exception {
    var large =
        send(
            request("/v1/logs", PROTOBUF, new byte[Payload.MAX_WIRE + 1])
                .header("Authorization", FLEET.token("east")));
    assertThat(large.headers().firstValue("Retry-After")).isEmpty();
    var broken =
        send(
            request("/v1/logs", PROTOBUF, new byte[] {1, 2, 3})
                .header("Authorization", FLEET.token("east")));
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void aBodyOfUnknownLengthIsBoundedWhileItIsRead() throws Exception {
    var chunks =
        BodyPublishers.ofInputStream(
            () -> new ByteArrayInputStream(new byte[Payload.MAX_WIRE + 1]));
    var answer =
        send(
            request("/v1/logs", PROTOBUF, new byte[0])
                .header("Authorization", FLEET.token("east"))
                .POST(chunks));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void aCutConnectionKeepsNothingAndDoesNoHarm() throws Exception {
    byte[] body = logs("east", journal(9, "x".repeat(10_000))).toByteArray();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      String head =
          "POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Type: "
              + PROTOBUF
              + "\r\nAuthorization: "
              + FLEET.token("east")
              + "\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body, 0, body.length / 2);
    }
    assertThat(post(logs("east", journal(10, "y")), "east").statusCode()).isEqualTo(200);
    assertThat(FLEET.batches).hasSize(1);
    assertThat(FLEET.batches.getFirst().of(Journal.class).getFirst().sequence()).isEqualTo(10);
  }

  @Test
  void http2IsSpokenOnTheSamePort() throws Exception {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      // The JDK's client upgrades with a request that has no body, and stays on the connection.
      var first =
          client.send(
              request("/v1/logs", PROTOBUF, new byte[0]).GET().build(), BodyHandlers.ofByteArray());
      assertThat(first.statusCode()).isEqualTo(405);
      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      for (int i = 1; i <= 3; i++) {
        var answer =
            client.send(
                request("/v1/logs", PROTOBUF, logs("east", journal(i, "x")).toByteArray())
                    .header("Authorization", FLEET.token("east"))
                    .build(),
                BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      }
    }
    assertThat(FLEET.batches).hasSize(3);
  }

  @Test
  void otherPathsAreErrorsInOtlpsForm() throws Exception {
    var answer =
        send(
            request("/v1development/profiles", JSON, "{}".getBytes(StandardCharsets.UTF_8))
                .header("Authorization", FLEET.token("east")));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"code\":5");
  }

  @Test
  void jsonTakesLargeNumbersAsTextOrNumberAndEnumsAsIntegers() throws Exception {
    for (String number : List.of("\"9007199254740993\"", "9007199254740993")) {
      var answer =
          send(
              request("/v1/logs", JSON, gone(number).getBytes(StandardCharsets.UTF_8))
                  .header("Authorization", FLEET.token("east")));
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
      assertThat(
              FLEET.batches.getLast().of(ReportBatch.ApplicationGone.class).getFirst().sequence())
          .isEqualTo(9_007_199_254_740_993L);
    }
  }

  @Test
  void aKeyThatWasCommittedAMomentAgoIsAccepted() throws Exception {
    KeyPair fresh = ReportToken.newKeyPair();
    String token = "Bearer " + ReportToken.issue("east", NOW).sign(fresh.getPrivate());
    assertThat(postAs(token).statusCode()).isEqualTo(401);
    FLEET.newer.put("east", List.of(fresh.getPublic()));
    assertThat(postAs(token).statusCode()).isEqualTo(200);
  }

  @Test
  void onlyPostIsAnswered() throws Exception {
    var answer = send(request("/v1/logs", PROTOBUF, new byte[0]).GET());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  private static String gone(String sequence) {
    return """
    {"resourceLogs": [{"resource": {"attributes": [
        {"key": "k8s.cluster.name", "value": {"stringValue": "east"}}]},
      "scopeLogs": [{"logRecords": [
        {"eventName": "entity.delete", "severityNumber": 9, "attributes": [
          {"key": "gitops.sequence", "value": {"intValue": %s}},
          {"key": "entity.type", "value": {"stringValue": "gitops.application"}},
          {"key": "entity.id", "value": {"kvlistValue": {"values": [
            {"key": "k8s.cluster.name", "value": {"stringValue": "east"}},
            {"key": "gitops.application.namespace", "value": {"stringValue": "apps"}},
            {"key": "gitops.application.name", "value": {"stringValue": "shop"}}]}}}]}]}]}]}
    """
        .formatted(sequence);
  }

  private static HttpResponse<byte[]> post(MessageLite message, String cluster) throws Exception {
    return send(
        request("/v1/logs", PROTOBUF, message.toByteArray())
            .header("Authorization", FLEET.token(cluster)));
  }

  private static HttpResponse<byte[]> postAs(String authorization) throws Exception {
    return send(
        request("/v1/logs", PROTOBUF, logs("east", clusterState("east", 7)).toByteArray())
            .header("Authorization", authorization));
  }

  private static HttpRequest.Builder request(String path, String type, byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }
}
