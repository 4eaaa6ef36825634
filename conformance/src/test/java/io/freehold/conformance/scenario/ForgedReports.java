package io.freehold.conformance.scenario;

import static io.freehold.conformance.scenario.Fleet.A;
import static io.freehold.conformance.scenario.Fleet.B;
import static io.freehold.conformance.scenario.Fleet.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ReportToken;
import io.freehold.api.Telemetry;
import io.freehold.testkit.Eventually;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody who has a key of one cluster, or none, reports about another. */
abstract class ForgedReports {
  private static final List<Refused> REFUSED =
      List.of(
          new Refused(B, "records about it were signed by cluster " + A),
          new Refused(
              B, "the token is not signed by a key of the cluster, or not for this plane and time"),
          new Refused("", "the request is not signed"));

  private final Fleet fleet;

  ForgedReports(Fleet fleet) {
    this.fleet = fleet;
  }

  @Test
  void a_report_in_another_name_and_an_unsigned_one_are_refused_logged_and_listed()
      throws Exception {
    String key =
        new String(
            Base64.getDecoder()
                .decode(
                    fleet
                        .cluster(A, "freehold-system")
                        .kubectl(
                            "get",
                            "secret",
                            "freehold-identity",
                            "-o",
                            "jsonpath={.data.private-key}")),
            StandardCharsets.UTF_8);
    var secret = ReportToken.privateKey(key);
    String token = "Bearer " + ReportToken.issue(A, Instant.now()).sign(secret);

    // The key is good: what is refused below is refused for the name.
    assertThat(report(token, A).statusCode()).isEqualTo(200);
    assertThat(report(token, B).statusCode()).isEqualTo(403);
    String forged = "Bearer " + ReportToken.issue(B, Instant.now()).sign(secret);
    assertThat(report(forged, B).statusCode()).isEqualTo(401);
    assertThat(report("", B).statusCode()).isEqualTo(401);

    Eventually.within(
        LIMIT,
        () -> {
          assertThat(fleet.plane("/api/v1/refusals").path("items").valueStream())
              .map(Refused::of)
              .containsAll(REFUSED);
          assertThat(Files.readAllLines(fleet.processes.planeLog()))
              .filteredOn(line -> line.contains("report-refused"))
              .map(line -> Refused.of(Fleet.json(line.substring(line.indexOf('{')))))
              .containsAll(REFUSED);
        });
  }

  private record Refused(String claimed, String reason) {
    static Refused of(JsonNode told) {
      return new Refused(told.path("claimed").asText(), told.path("reason").asText());
    }
  }

  private HttpResponse<String> report(String authorization, String cluster) {
    var body =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(
                ResourceLogs.newBuilder()
                    .setResource(
                        Resource.newBuilder()
                            .addAttributes(
                                KeyValue.newBuilder()
                                    .setKey(Telemetry.CLUSTER_NAME)
                                    .setValue(AnyValue.newBuilder().setStringValue(cluster))))
                    .addScopeLogs(
                        ScopeLogs.newBuilder()
                            .addLogRecords(LogRecord.newBuilder().setEventName("scenario"))))
            .build();
    var request =
        HttpRequest.newBuilder(URI.create(fleet.processes.otlp() + "/v1/logs"))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return fleet.send(request.build());
  }
}
