package io.freehold.ingest;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The two OTLP listeners. */
public final class IngestServer implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Hints hints;
  private final WebServer http;
  private final WebServer grpc;

  private IngestServer(Hints hints, WebServer http, WebServer grpc) {
    this.hints = hints;
    this.http = http;
    this.grpc = grpc;
  }

  /**
   * Starts listening.
   *
   * @param settings where
   * @param clusters whose signatures are accepted
   * @param sink where reports go
   * @param refusals who is told of refused requests
   * @param clock the time
   */
  public static IngestServer start(
      IngestSettings settings,
      ClusterKeys clusters,
      StateSink sink,
      RefusalSink refusals,
      InstantSource clock) {
    return start(settings, clusters, sink, refusals, new Hints(), clock);
  }

  /**
   * Starts listening.
   *
   * @param settings where
   * @param clusters whose signatures are accepted
   * @param sink where reports go
   * @param refusals who is told of refused requests
   * @param hints what agents that listen are told
   * @param clock the time
   */
  public static IngestServer start(
      IngestSettings settings,
      ClusterKeys clusters,
      StateSink sink,
      RefusalSink refusals,
      Hints hints,
      InstantSource clock) {
    var authenticator = new Authenticator(clusters, settings.collectors(), refusals, clock);
    List<Signal<?>> signals = Signal.all(new OtlpReceiver(clusters, sink, refusals, clock));
    var admission = new Admission(settings.limit(), clock);
    WebServer http =
        http(
            settings,
            new HintStream(hints, authenticator, clock),
            new OtlpHttp(signals, authenticator, admission));
    try {
      return new IngestServer(
          hints, http, grpc(settings, new GrpcProtocol(signals, authenticator, admission)));
    } catch (RuntimeException e) {
      http.stop();
      throw e;
    }
  }

  /** Port of OTLP/HTTP. */
  public int httpPort() {
    return http.port();
  }

  /** Port of OTLP/gRPC. */
  public int grpcPort() {
    return grpc.port();
  }

  @Override
  public void close() {
    hints.close();
    http.stop();
    grpc.stop();
  }

  private static WebServer http(IngestSettings settings, HintStream hints, OtlpHttp service) {
    return WebServer.builder()
        .host(settings.host())
        .port(settings.httpPort())
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .featuresDiscoverServices(false)
        .connectionOptions(IngestServer::socket)
        .idleConnectionTimeout(IDLE)
        .contentEncoding(encodings ->
            encodings
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new KnownEncodings()))
        .routing(routing -> routing.register(hints).register(service))
        .build()
        .start();
  }

  private static WebServer grpc(IngestSettings settings, GrpcProtocol protocol) {
    return WebServer.builder()
        .host(settings.host())
        .port(settings.grpcPort())
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .featuresDiscoverServices(false)
        .connectionOptions(IngestServer::socket)
        .idleConnectionTimeout(IDLE)
        .addProtocol(protocol)
        .build()
        .start();
  }

  private static void socket(SocketOptions.Builder options) {
    // Without it every gRPC answer waits for the next packet.
    options.tcpNoDelay(true).readTimeout(IDLE);
  }
}
