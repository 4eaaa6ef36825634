package io.freehold.ingest;

import static io.freehold.ingest.Fleet.NOW;
import static io.freehold.ingest.Fleet.clusterState;
import static io.freehold.ingest.Fleet.journal;
import static io.freehold.ingest.Fleet.logs;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.freehold.api.ReportToken;
import io.freehold.ingest.StateSink.SinkException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything that a plane can send to an agent: how many records were taken, why not, and when to
 * come again. {@code HintsTest} shows the same of the stream of hints. There is no room for a
 * command in any of it.
 */
@Timeout(60)
class OneWayTest {
  private static final Fleet FLEET = new Fleet();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Map<String, Message> ANSWERS =
      Map.of(
          "/v1/logs", ExportLogsServiceResponse.getDefaultInstance(),
          "/v1/traces", ExportTraceServiceResponse.getDefaultInstance(),
          "/v1/metrics", ExportMetricsServiceResponse.getDefaultInstance());
  private static final Set<String> HTTP_HEADERS =
      Set.of(
          "allow",
          "cache-control",
          "connection",
          "content-length",
          "content-type",
          "date",
          "retry-after",
          "transfer-encoding",
          "www-authenticate");
  private static final Set<String> GRPC_HEADERS =
      Set.of("content-type", "date", "grpc-message", "grpc-status", "grpc-status-details-bin");

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
  void the_messages_have_fields_for_nothing_else() {
    var fields = new TreeSet<String>();
    ANSWERS.values().forEach(answer -> walk(answer.getDescriptorForType(), fields));
    walk(Status.getDescriptor(), fields);
    walk(RetryInfo.getDescriptor(), fields);
    assertThat(fields)
        .containsExactlyInAnyOrder(
            "opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.error_message",
            "opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.rejected_log_records",
            "opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess.error_message",
            "opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess.rejected_spans",
            "opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess.error_message",
            "opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess.rejected_data_points",
            "google.rpc.Status.code",
            "google.rpc.Status.message",
            // What stands in an Any is checked where one is sent.
            "google.protobuf.Any.type_url",
            "google.protobuf.Any.value",
            "google.protobuf.Duration.seconds",
            "google.protobuf.Duration.nanos");
  }

  @Test
  void every_answer_over_http_is_an_acknowledgement_or_an_error() throws Exception {
    var seen = new TreeSet<Integer>();
    for (String path : List.of("/v1/logs", "/v1/traces", "/v1/metrics", "/v1/commands", "/")) {
      for (String type : List.of(OtlpReply.PROTOBUF, OtlpReply.JSON, "text/html")) {
        for (var request : requests(type).entrySet()) {
          for (Optional<RuntimeException> failure : failures()) {
            FLEET.failure = failure;
            for (String method : List.of("POST", "GET", "PUT", "DELETE", "OPTIONS")) {
              HttpResponse<byte[]> answer =
                  send(method, path, type, request.getKey(), request.getValue());
              seen.add(answer.statusCode());
              check(path, answer);
            }
          }
        }
      }
    }
    assertThat(seen).contains(200, 400, 401, 403, 404, 405, 415, 500, 503);
  }

  @Test
  void every_answer_over_grpc_is_an_acknowledgement_or_an_error() throws Exception {
    var seen = new TreeSet<String>();
    for (String token : List.of(FLEET.token("east"), FLEET.token("west"), "Bearer x")) {
      for (Optional<RuntimeException> failure : failures()) {
        FLEET.failure = failure;
        for (ExportLogsServiceRequest request :
            List.of(
                logs("east", clusterState("east", 7)),
                logs("west", clusterState("west", 7)),
                logs(
                    "east",
                    clusterState("east", 8),
                    journal(0, "x").toBuilder().setEventName("other").build()))) {
          seen.add(call(token, request));
        }
      }
    }
    assertThat(seen)
        .contains("OK", "UNAUTHENTICATED", "PERMISSION_DENIED", "UNAVAILABLE", "INTERNAL");
  }

  /** Bodies by the token that they are sent with. */
  private static Map<String, byte[]> requests(String type) throws IOException {
    var requests = new LinkedHashMap<String, byte[]>();
    Message both =
        logs(
            "east",
            clusterState("east", 7),
            journal(9, "x").toBuilder().setEventName("a.command").build());
    byte[] body =
        type.equals(OtlpReply.JSON)
            ? JsonFormat.printer().print(both).getBytes(StandardCharsets.UTF_8)
            : both.toByteArray();
    requests.put(FLEET.token("east"), body);
    requests.put(FLEET.token("west"), body);
    requests.put("Bearer forged", body);
    requests.put(
        "Bearer " + ReportToken.issue("east", NOW).sign(FLEET.east.getPrivate()) + " ",
        "no message".getBytes(StandardCharsets.UTF_8));
    return requests;
  }

  private static List<Optional<RuntimeException>> failures() {
    return List.of(
        Optional.empty(),
        Optional.of(new SinkException(true, "try again", new IllegalStateException("away"))),
        Optional.of(new IllegalStateException("a defect")));
  }

  private static void check(String path, HttpResponse<byte[]> answer) throws Exception {
    assertThat(HTTP_HEADERS).containsAll(answer.headers().map().keySet());
    answer
        .headers()
        .firstValue("retry-after")
        .ifPresent(value -> assertThat(value).matches("\\d{1,4}"));
    Message form =
        answer.statusCode() == 200
            ? Objects.requireNonNull(ANSWERS.get(path), path)
            : Status.getDefaultInstance();
    boolean json =
        answer.headers().firstValue("content-type").orElse("").startsWith(OtlpReply.JSON);
    if (json) {
      // Refuses fields that are not of the message.
      JsonFormat.parser()
          .merge(new String(answer.body(), StandardCharsets.UTF_8), form.newBuilderForType());
    } else {
      onlyKnown(form.newBuilderForType().mergeFrom(answer.body()).build());
    }
  }

  /** Nothing stands where the message has no field, and no details beside when to come again. */
  private static void onlyKnown(Message message) throws InvalidProtocolBufferException {
    assertThat(message.getUnknownFields().asMap()).isEmpty();
    for (var field : message.getAllFields().entrySet()) {
      if (field.getValue() instanceof Message inner) {
        onlyKnown(inner);
      }
    }
    if (message instanceof Status status) {
      for (var detail : status.getDetailsList()) {
        onlyKnown(detail.unpack(RetryInfo.class));
      }
    }
  }

  private static HttpResponse<byte[]> send(
      String method, String path, String type, String token, byte[] body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .header("Content-Type", type)
            .header("Authorization", token.strip())
            .method(method, BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  /** Makes a call and looks at all that comes back; the name of the status. */
  private static String call(String token, ExportLogsServiceRequest request) throws Exception {
    var closed = new LinkedBlockingQueue<io.grpc.Status>();
    var metadata = new LinkedBlockingQueue<Metadata>();
    var messages = new LinkedBlockingQueue<ExportLogsServiceResponse>();
    ClientCall<ExportLogsServiceRequest, ExportLogsServiceResponse> call =
        channel.newCall(LogsServiceGrpc.getExportMethod(), CallOptions.DEFAULT);
    var headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), token);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onHeaders(Metadata received) {
            metadata.add(received);
          }

          @Override
          public void onMessage(ExportLogsServiceResponse message) {
            messages.add(message);
          }

          @Override
          public void onClose(io.grpc.Status status, Metadata trailers) {
            metadata.add(trailers);
            closed.add(status);
          }
        },
        headers);
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    io.grpc.Status status = closed.poll(20, TimeUnit.SECONDS);
    assertThat(status).isNotNull();
    assertThat(messages.size()).isLessThanOrEqualTo(1);
    for (ExportLogsServiceResponse message : messages) {
      onlyKnown(message);
    }
    for (Metadata received : metadata) {
      assertThat(GRPC_HEADERS).containsAll(received.keys());
      byte[] details =
          received.get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
      if (details != null) {
        onlyKnown(Status.parseFrom(details));
      }
    }
    return status.getCode().name();
  }

  private static void walk(Descriptor type, Set<String> leaves) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        walk(field.getMessageType(), leaves);
      } else {
        leaves.add(field.getFullName());
      }
    }
  }
}
