package io.freehold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.freehold.api.Telemetry;
import io.freehold.ingest.ReportBatch.ApplicationState;
import io.freehold.ingest.ReportBatch.SyncSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exporters of OpenTelemetry's SDKs for Java and Go, as they are, deliver. */
@Timeout(180)
class StockExportersTest {
  private final Fleet fleet = new Fleet();
  private IngestServer server;

  static Stream<Arguments> ways() {
    return Stream.of("http/protobuf", "grpc")
        .flatMap(protocol -> Stream.of("none", "gzip").map(how -> arguments(protocol, how)));
  }

  @BeforeEach
  void start() {
    server =
        IngestServer.start(
            new IngestSettings("127.0.0.1", 0, 0), fleet, fleet, fleet, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void the_java_sdk_delivers(String protocol, String compression) {
    Resource resource =
        Resource.create(Attributes.of(AttributeKey.stringKey(Telemetry.CLUSTER_NAME), "east"));
    try (var logs =
            SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(
                    BatchLogRecordProcessor.builder(logs(protocol, compression)).build())
                .build();
        var spans =
            SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(BatchSpanProcessor.builder(spans(protocol, compression)).build())
                .build()) {
      logs.get("test")
          .logRecordBuilder()
          .setEventName(Telemetry.EVENT_STATE)
          .setAttribute(AttributeKey.longKey(Telemetry.SEQUENCE), 41L)
          .setAttribute(AttributeKey.stringKey(Telemetry.ENTITY_TYPE), Telemetry.ENTITY_APPLICATION)
          .setAttribute(
              AttributeKey.valueKey(Telemetry.ENTITY_ID),
              Value.of(
                  Map.of(
                      Telemetry.CLUSTER_NAME, Value.of("east"),
                      Telemetry.APP_NAMESPACE, Value.of("apps"),
                      Telemetry.APP_NAME, Value.of("shop"))))
          .setAttribute(
              AttributeKey.valueKey(Telemetry.ENTITY_DESCRIPTION),
              Value.of(Map.of("namespace", Value.of("apps"), "name", Value.of("shop"))))
          .emit();
      spans
          .get("test")
          .spanBuilder("SYNC apps/shop")
          .setAttribute("cicd.pipeline.action.name", "SYNC")
          .setAttribute("cicd.pipeline.result", "success")
          .startSpan()
          .end();
      assertThat(logs.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
      assertThat(spans.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
    assertDelivered();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void the_go_sdk_delivers(String protocol, String compression)
      throws IOException, InterruptedException {
    GoSender.unavailable().ifPresent(reason -> Assumptions.abort(reason));
    Path sender = GoSender.build();
    int port = protocol.equals("grpc") ? server.grpcPort() : server.httpPort();
    Process process =
        new ProcessBuilder(
                List.of(
                    sender.toString(),
                    "-protocol=" + protocol,
                    "-endpoint=127.0.0.1:" + port,
                    "-compression=" + compression,
                    "-cluster=east",
                    "-token=" + fleet.currentToken("east")))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
    assertDelivered();
  }

  private void assertDelivered() {
    assertThat(fleet.refusals).isEmpty();
    List<ApplicationState> states =
        fleet.batches.stream().flatMap(batch -> batch.of(ApplicationState.class).stream()).toList();
    assertThat(states).hasSize(1);
    assertThat(states.getFirst().report().name()).isEqualTo("shop");
    assertThat(states.getFirst().sequence()).isEqualTo(41);
    List<SyncSpan> spans =
        fleet.batches.stream().flatMap(batch -> batch.of(SyncSpan.class).stream()).toList();
    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().result()).isEqualTo("success");
  }

  private LogRecordExporter logs(String protocol, String compression) {
    return protocol.equals("grpc")
        ? OtlpGrpcLogRecordExporter.builder()
            .setEndpoint("http://127.0.0.1:" + server.grpcPort())
            .setCompression(compression)
            .addHeader("authorization", "Bearer " + fleet.currentToken("east"))
            .build()
        : OtlpHttpLogRecordExporter.builder()
            .setEndpoint("http://127.0.0.1:" + server.httpPort() + "/v1/logs")
            .setCompression(compression)
            .addHeader("Authorization", "Bearer " + fleet.currentToken("east"))
            .build();
  }

  private SpanExporter spans(String protocol, String compression) {
    return protocol.equals("grpc")
        ? OtlpGrpcSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + server.grpcPort())
            .setCompression(compression)
            .addHeader("authorization", "Bearer " + fleet.currentToken("east"))
            .build()
        : OtlpHttpSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + server.httpPort() + "/v1/traces")
            .setCompression(compression)
            .addHeader("Authorization", "Bearer " + fleet.currentToken("east"))
            .build();
  }
}
