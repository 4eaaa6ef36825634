package io.freehold.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A web server on loopback that records who asked for what. */
final class WebServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final String host;
  private final String scheme;
  private volatile Handler fallback = (exchange, _) -> answer(exchange, 404, new byte[0]);

  /** A request: its path with query, and its Authorization header or empty text. */
  record Asked(String method, String path, String authorization) {}

  /** Answers requests. */
  interface Handler {
    void handle(HttpExchange exchange, String authorization) throws IOException;
  }

  WebServer(String host, @Nullable SSLContext tls) throws IOException {
    this.host = host;
    this.scheme = tls == null ? "http" : "https";
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    if (tls == null) {
      server = HttpServer.create(address, 0);
    } else {
      var secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  static WebServer plain() throws IOException {
    return new WebServer("localhost", null);
  }

  String base() {
    return scheme + "://" + authority();
  }

  String authority() {
    return host + ":" + server.getAddress().getPort();
  }

  WebServer on(String path, Handler handler) {
    handlers.put(path, handler);
    return this;
  }

  WebServer serve(String path, byte[] content) {
    return on(path, (exchange, _) -> answer(exchange, 200, content));
  }

  WebServer serve(String path, String text) {
    return serve(path, text.getBytes(StandardCharsets.UTF_8));
  }

  WebServer redirect(String path, String location) {
    return on(
        path,
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Location", location);
          answer(exchange, 302, new byte[0]);
        });
  }

  void otherwise(Handler handler) {
    fallback = handler;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  List<String> paths() {
    return asked.stream().map(Asked::path).toList();
  }

  void forget() {
    asked.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      asked.add(
          new Asked(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), authorization));
      handlers
          .getOrDefault(exchange.getRequestURI().getPath(), fallback)
          .handle(exchange, authorization);
    }
  }

  static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }
}
