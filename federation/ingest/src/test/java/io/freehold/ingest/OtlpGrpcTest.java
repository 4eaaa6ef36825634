package io.freehold.ingest;

import static io.freehold.ingest.Fleet.NOW;
import static io.freehold.ingest.Fleet.applicationState;
import static io.freehold.ingest.Fleet.clusterState;
import static io.freehold.ingest.Fleet.journal;
import static io.freehold.ingest.Fleet.logs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.freehold.ingest.StateSink.SinkException;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OTLP/gRPC against a real server with grpc-java's client. */
class OtlpGrpcTest {
  private static final Fleet FLEET = new Fleet();
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static IngestServer server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    server =
        IngestServer.start(
            new IngestSettings("127.0.0.1", 0, 0), FLEET, FLEET, FLEET, InstantSource.fixed(NOW));
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @BeforeEach
  void clear() {
    FLEET.clear();
  }

  @Test
  void signedStateIsTaken() {
    var answer = export(FLEET.token("east"), "identity", logs("east", clusterState("east", 7)));
    assertThat(answer.hasPartialSuccess()).isFalse();
    assertThat(FLEET.batches.getFirst().cluster()).isEqualTo("east");
  }

  @Test
  void gzipIsUnderstood() {
    export(FLEET.token("east"), "gzip", logs("east", applicationState("east", 8, "shop")));
    assertThat(FLEET.batches).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void messagesOfManyFramesArriveWhole(String compression) {
    // Compresses badly: about 1.5 MB on the wire.
    var random = new Random(1);
    String noise =
        random
            .ints(2_000_000, '0', 'z')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    export(FLEET.token("east"), compression, logs("east", journal(9, noise)));
    var entry = FLEET.batches.getFirst().of(ReportBatch.Journal.class).getFirst().entry();
    assertThat(entry.message()).isEqualTo(noise);
  }

  @Test
  void messagesBeyondTheBoundAreRefusedAndStrangersWithThem() {
    var large = logs("east", journal(9, "x".repeat(Payload.MAX_WIRE)));
    assertFails(
        Status.Code.RESOURCE_EXHAUSTED, () -> export(FLEET.token("east"), "identity", large));
    assertFails(Status.Code.UNAUTHENTICATED, () -> export("", "identity", large));
    var huge = logs("east", journal(9, "x".repeat(3 * Payload.MAX_WIRE)));
    assertFails(Status.Code.UNAUTHENTICATED, () -> export("", "identity", huge));
    assertThat(FLEET.batches).isEmpty();
    // The connection is still good.
    export(FLEET.token("east"), "identity", logs("east", clusterState("east", 7)));
  }

  @Test
  void manyCallsShareAConnection() throws Exception {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, FLEET.token("east"));
    var stub =
        LogsServiceGrpc.newFutureStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .withCompression("gzip")
            .withDeadlineAfter(20, TimeUnit.SECONDS);
    List<Future<ExportLogsServiceResponse>> calls = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      calls.add(stub.export(logs("east", journal(i, "x".repeat(50_000)))));
    }
    for (Future<ExportLogsServiceResponse> call : calls) {
      assertThat(call.get().hasPartialSuccess()).isFalse();
    }
    assertThat(FLEET.batches).hasSize(200);
  }

  @Test
  void otherMethodsAreNotImplemented() {
    assertFails(
        Status.Code.UNIMPLEMENTED,
        () ->
            ClientCalls.blockingUnaryCall(
                channel,
                LogsServiceGrpc.getExportMethod().toBuilder()
                    .setFullMethodName("my.Service/Command")
                    .build(),
                CallOptions.DEFAULT
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .withCallCredentials(credentials(FLEET.token("east"))),
                logs("east")));
  }

  @Test
  void aGzipBombIsStoppedWhileItIsUnpacked() {
    var bomb = logs("east", journal(9, "\u0001".repeat(Payload.MAX_PLAIN)));
    assertFails(Status.Code.RESOURCE_EXHAUSTED, () -> export(FLEET.token("east"), "gzip", bomb));
    assertThat(FLEET.batches).isEmpty();
  }

  @Test
  void anUnsignedReportIsRefusedAndNoted() {
    assertFails(
        Status.Code.UNAUTHENTICATED,
        () -> export("", "identity", logs("east", clusterState("east", 7))));
    assertThat(FLEET.refusals.getFirst().transport()).isEqualTo("grpc");
    assertThat(FLEET.batches).isEmpty();
  }

  @Test
  void aClusterCannotSpeakForAnother() {
    assertFails(
        Status.Code.PERMISSION_DENIED,
        () -> export(FLEET.token("east"), "identity", logs("west", clusterState("west", 7))));
    assertThat(FLEET.refusals.getFirst().claimed()).isEqualTo("west");
    var mixed =
        export(
            FLEET.token("east"),
            "identity",
            logs("east", clusterState("east", 7), clusterState("west", 8)));
    assertThat(mixed.getPartialSuccess().getRejectedLogRecords()).isEqualTo(1);
  }

  @Test
  void anOutageOfTheStoreAsksToComeAgain() {
    FLEET.failure = Optional.of(new SinkException(true, "no database", new IOException()));
    assertFails(
        Status.Code.UNAVAILABLE,
        () -> export(FLEET.token("east"), "identity", logs("east", journal(9, "x"))));
  }

  @Test
  void refusalsThatMayPassSayWhenAndFinalOnesDoNot() throws Exception {
    FLEET.failure = Optional.of(new SinkException(true, "no database", new IOException()));
    assertThatThrownBy(() -> export(FLEET.token("east"), "identity", logs("east", journal(9, "x"))))
        .satisfies(e -> assertThat(retryInfo(e).orElseThrow().getSeconds()).isEqualTo(5));
    FLEET.failure = Optional.empty();
    var large = logs("east", journal(9, "x".repeat(Payload.MAX_WIRE)));
    assertThatThrownBy(() -> export(FLEET.token("east"), "identity", large))
        .satisfies(e -> assertThat(retryInfo(e)).isEmpty());
  }

  @Test
  void aDefectIsAnInternalError() {
    FLEET.failure = Optional.of(new IllegalStateException("secret detail"));
    assertThatThrownBy(() -> export(FLEET.token("east"), "identity", logs("east", journal(9, "x"))))
        .hasMessageContaining("INTERNAL")
        .hasMessageNotContaining("secret");
  }

  @Test
  void allThreeServicesAnswerAlsoToNothing() {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, FLEET.token("east"));
    var attach = MetadataUtils.newAttachHeadersInterceptor(headers);
    assertThat(
            export(FLEET.token("east"), "identity", ExportLogsServiceRequest.getDefaultInstance())
                .hasPartialSuccess())
        .isFalse();
    assertThat(
            TraceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(attach)
                .export(ExportTraceServiceRequest.getDefaultInstance())
                .hasPartialSuccess())
        .isFalse();
    assertThat(
            MetricsServiceGrpc.newBlockingStub(channel)
                .withInterceptors(attach)
                .export(ExportMetricsServiceRequest.getDefaultInstance())
                .hasPartialSuccess())
        .isFalse();
  }

  private static Optional<com.google.protobuf.Duration> retryInfo(Throwable e)
      throws InvalidProtocolBufferException {
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        return Optional.of(detail.unpack(RetryInfo.class).getRetryDelay());
      }
    }
    return Optional.empty();
  }

  private static CallCredentials credentials(String authorization) {
    return new CallCredentials() {
      @Override
      public void applyRequestMetadata(
          RequestInfo request, Executor executor, MetadataApplier applier) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, authorization);
        applier.apply(headers);
      }
    };
  }

  private static ExportLogsServiceResponse export(
      String authorization, String compression, ExportLogsServiceRequest request) {
    var headers = new Metadata();
    if (!authorization.isEmpty()) {
      headers.put(AUTHORIZATION, authorization);
    }
    return LogsServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withCompression(compression)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .export(request);
  }

  private static void assertFails(Status.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }
}
