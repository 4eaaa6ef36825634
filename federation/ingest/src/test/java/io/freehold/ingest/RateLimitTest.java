package io.freehold.ingest;

import static io.freehold.ingest.Fleet.NOW;
import static io.freehold.ingest.Fleet.journal;
import static io.freehold.ingest.Fleet.logs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A noisy cluster is told when to come again, by both transports, and others notice nothing. */
class RateLimitTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void who_sends_too_much_waits_and_others_do_not() throws Exception {
    var fleet = new Fleet();
    var settings =
        new IngestSettings("127.0.0.1", 0, 0, new RateLimit(20_000, 100_000), CollectorTokens.NONE);
    try (IngestServer server =
        IngestServer.start(settings, fleet, fleet, fleet, InstantSource.fixed(NOW))) {
      assertThat(send(server, fleet, "east", 140_000).statusCode()).isEqualTo(200);

      HttpResponse<byte[]> refused = send(server, fleet, "east", 10);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After")).hasValue(3);
      assertThat(com.google.rpc.Status.parseFrom(refused.body()).getCode()).isEqualTo(8);
      assertThatThrownBy(() -> call(server, fleet, "east"))
          .satisfies(e -> {
            assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            var status = Objects.requireNonNull(StatusProto.fromThrowable(e));
            RetryInfo retry = status.getDetails(0).unpack(RetryInfo.class);
            assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(2);
          });

      assertThat(send(server, fleet, "west", 10).statusCode()).isEqualTo(200);
    }
    assertThat(fleet.batches).hasSize(2);
  }

  private static HttpResponse<byte[]> send(
      IngestServer server, Fleet fleet, String cluster, int bytes) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/v1/logs"))
            .header("Content-Type", "application/x-protobuf")
            .header("Authorization", fleet.token(cluster))
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    logs(cluster, journal(1, "x".repeat(bytes))).toByteArray()))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void call(IngestServer server, Fleet fleet, String cluster) {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    try {
      var headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), fleet.token(cluster));
      var _ =
          LogsServiceGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .export(logs(cluster, journal(2, "x")));
    } finally {
      channel.shutdownNow();
    }
  }
}
