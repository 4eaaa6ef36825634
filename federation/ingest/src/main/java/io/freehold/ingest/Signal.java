package io.freehold.ingest;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One of OTLP's three signals: where it arrives, how it is read and what the answer looks like.
 *
 * @param path HTTP path
 * @param service gRPC service, whose method is Export
 * @param empty an empty request
 * @param handler takes a request
 * @param answer makes the answer from the number of rejected records and the reason
 */
record Signal<Q extends Message>(
    String path,
    String service,
    Q empty,
    BiFunction<Sender, Q, Outcome> handler,
    BiFunction<Long, String, Message> answer) {

  static List<Signal<?>> all(OtlpReceiver receiver) {
    return List.of(
        new Signal<>(
            "/v1/logs",
            "opentelemetry.proto.collector.logs.v1.LogsService",
            ExportLogsServiceRequest.getDefaultInstance(),
            receiver::logs,
            (rejected, message) ->
                ExportLogsServiceResponse.newBuilder()
                    .setPartialSuccess(
                        ExportLogsPartialSuccess.newBuilder()
                            .setRejectedLogRecords(rejected)
                            .setErrorMessage(message))
                    .build()),
        new Signal<>(
            "/v1/traces",
            "opentelemetry.proto.collector.trace.v1.TraceService",
            ExportTraceServiceRequest.getDefaultInstance(),
            receiver::traces,
            (rejected, message) ->
                ExportTraceServiceResponse.newBuilder()
                    .setPartialSuccess(
                        ExportTracePartialSuccess.newBuilder()
                            .setRejectedSpans(rejected)
                            .setErrorMessage(message))
                    .build()),
        new Signal<>(
            "/v1/metrics",
            "opentelemetry.proto.collector.metrics.v1.MetricsService",
            ExportMetricsServiceRequest.getDefaultInstance(),
            receiver::metrics,
            (rejected, message) ->
                ExportMetricsServiceResponse.newBuilder()
                    .setPartialSuccess(
                        ExportMetricsPartialSuccess.newBuilder()
                            .setRejectedDataPoints(rejected)
                            .setErrorMessage(message))
                    .build()));
  }

  /** Reads and takes a protobuf request. */
  Outcome protobuf(Sender sender, byte[] body) {
    try {
      return handle(sender, empty.newBuilderForType().mergeFrom(body).build());
    } catch (IOException _) {
      return new Outcome.Invalid("the request is not an OTLP message");
    }
  }

  /** Reads and takes a JSON request. */
  Outcome json(Sender sender, byte[] body) {
    try {
      Message.Builder request = empty.newBuilderForType();
      OtlpJson.read(body, request);
      return handle(sender, request.build());
    } catch (IOException _) {
      return new Outcome.Invalid("the request is not an OTLP message in JSON");
    }
  }

  /** The answer to a request that was taken; by OTLP's rules empty when nothing was rejected. */
  Message answer(Outcome.Taken taken) {
    Message full = answer.apply(taken.rejected(), taken.message());
    return taken.rejected() == 0 && taken.message().isEmpty()
        ? full.getDefaultInstanceForType()
        : full;
  }

  @SuppressWarnings("unchecked") // Built by the prototype's own builder.
  private Outcome handle(Sender sender, Message request) {
    return handler.apply(sender, (Q) request);
  }
}
