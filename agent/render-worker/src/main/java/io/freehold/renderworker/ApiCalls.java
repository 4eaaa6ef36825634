package io.freehold.renderworker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP half of the cluster that Helm believes to talk to: a server on the loopback interface
 * that answers only who knows its secret path, one {@link VirtualCluster} at a time.
 */
final class ApiCalls implements AutoCloseable {
  private static final int BODY_LIMIT = 256 << 20;

  private final HttpServer server;
  private final String prefix;
  private volatile @Nullable VirtualCluster cluster;

  private ApiCalls(HttpServer server, String prefix) {
    this.server = server;
    this.prefix = prefix;
  }

  /**
   * What an API server answers.
   *
   * @param code HTTP status
   * @param body JSON
   */
  record Reply(int code, String body) {}

  static ApiCalls start() throws IOException {
    // The server writes header and body apart; without this every answer waits for Nagle.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var random = new byte[24];
    new SecureRandom().nextBytes(random);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    var calls = new ApiCalls(server, "/" + HexFormat.of().formatHex(random));
    server.createContext("/", calls::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return calls;
  }

  /** From now on this one answers. */
  void serve(VirtualCluster next) {
    cluster = next;
  }

  /** What Helm needs to get here, as a kubeconfig. */
  String kubeconfig() {
    // A token would be better, but Helm's client sends none without TLS.
    return """
    {"apiVersion":"v1","kind":"Config","current-context":"c",\
    "clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:%d%s"}}],\
    "contexts":[{"name":"c","context":{"cluster":"c"}}]}
    """
        .formatted(server.getAddress().getPort(), prefix);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.code(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT);
    VirtualCluster current = cluster;
    String path = exchange.getRequestURI().getPath();
    if (current == null || !path.startsWith(prefix + "/")) {
      return new Reply(403, Discovery.status(403, "Forbidden", "not for you"));
    }
    String query = exchange.getRequestURI().getRawQuery();
    return current.answer(
        exchange.getRequestMethod(),
        path.substring(prefix.length()),
        query == null ? "" : query,
        body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
