package io.freehold.runtime;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /healthz}, {@code /readyz} and {@code /metrics} over HTTP; nothing here changes anything.
 */
final class Endpoints implements AutoCloseable {
  private static final int UNAVAILABLE = 503;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final WebServer server;

  private Endpoints(WebServer server) {
    this.server = server;
  }

  /**
   * Serves.
   *
   * @param address where to listen; port 0 is any free port
   * @param alive whether the process should be left running
   * @param ready whether it does its work, or could at once
   * @param metrics Prometheus text
   */
  static Endpoints start(
      InetSocketAddress address,
      BooleanSupplier alive,
      BooleanSupplier ready,
      Supplier<String> metrics) {
    WebServer server =
        WebServer.builder()
            .host(address.getHostString())
            .port(address.getPort())
            .idleConnectionTimeout(IDLE)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .shutdownHook(false)
            .routing(routing -> routes(routing, alive, ready, metrics))
            .build()
            .start();
    return new Endpoints(server);
  }

  /** The port it listens on. */
  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void routes(
      HttpRules rules, BooleanSupplier alive, BooleanSupplier ready, Supplier<String> metrics) {
    rules
        .get("/healthz", (_, response) -> answer(response, alive.getAsBoolean()))
        .get("/readyz", (_, response) -> answer(response, ready.getAsBoolean()))
        .get(
            "/metrics",
            (_, response) ->
                response
                    .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .send(metrics.get()));
  }

  private static void answer(ServerResponse response, boolean good) {
    response.status(good ? 200 : UNAVAILABLE).send(good ? "ok\n" : "not ready\n");
  }
}
