package io.freehold.ingest;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
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
  private final Admission admission;

  private IngestServer(Hints hints, WebServer http, WebServer grpc, Admission admission) {
    this.hints = hints;
    this.http = http;
    this.grpc = grpc;
    this.admission = admission;
  }

  /** Bytes of request bodies that are held now. */
  public long held() {
    return admission.held();
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
    return start(settings, clusters, sink, refusals, new Hints(), RequestMeter.NONE, clock);
  }

  /**
   * Starts listening.
   *
   * @param settings where
   * @param clusters whose signatures are accepted
   * @param sink where reports go
   * @param refusals who is told of refused requests
   * @param hints what agents that listen are told
   * @param meter who is told how requests ended
   * @param clock the time
   */
  public static IngestServer start(
      IngestSettings settings,
      ClusterKeys clusters,
      StateSink sink,
      RefusalSink refusals,
      Hints hints,
      RequestMeter meter,
      InstantSource clock) {
    var authenticator = new Authenticator(clusters, settings.collectors(), refusals, clock);
    List<Signal<?>> signals = Signal.all(new OtlpReceiver(clusters, sink, refusals, clock));
    var admission = new Admission(settings.limit(), clock);
    WebServer http =
        http(
            settings,
            new HintStream(hints, authenticator, clock),
            new OtlpHttp(signals, authenticator, admission),
            meter);
    try {
      return new IngestServer(
          hints,
          http,
          grpc(settings, new GrpcProtocol(signals, authenticator, admission, meter)),
          admission);
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

  private static WebServer http(
      IngestSettings settings, HintStream hints, OtlpHttp service, RequestMeter meter) {
    return listener(settings)
        .port(settings.httpPort())
        .contentEncoding(encodings ->
            encodings
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new KnownEncodings()))
        .routing(routing ->
            routing
                .addFilter((chain, request, response) -> {
                  long start = System.nanoTime();
                  chain.proceed();
                  // Streams of hints last as long as their agents.
                  if (request.prologue().method().equals(Method.POST)) {
                    meter.ended(
                        "http",
                        response.status().code(),
                        Duration.ofNanos(System.nanoTime() - start));
                  }
                })
                .register(hints)
                .register(service))
        .build()
        .start();
  }

  private static WebServer grpc(IngestSettings settings, GrpcProtocol protocol) {
    return listener(settings).port(settings.grpcPort()).addProtocol(protocol).build().start();
  }

  private static WebServerConfig.Builder listener(IngestSettings settings) {
    WebServerConfig.Builder listener =
        WebServer.builder()
            .host(settings.host())
            .shutdownHook(false)
            .shutdownGracePeriod(GRACE)
            .featuresDiscoverServices(false)
            .connectionOptions(IngestServer::socket)
            .idleConnectionTimeout(IDLE);
    settings.tls().ifPresent(listener::tls);
    return listener;
  }

  private static void socket(SocketOptions.Builder options) {
    // Without it every gRPC answer waits for the next packet.
    options.tcpNoDelay(true).readTimeout(IDLE);
  }
}
