package io.freehold.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of the forge: listens on loopback, checks the token, answers JSON. */
final class ForgeApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ForgeApi.class);
  private static final int LARGEST_BODY = 64 << 10;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService executor;
  private final ForgeKeys keys;
  private final String token;

  private ForgeApi(HttpServer server, ExecutorService executor, ForgeKeys keys, String token) {
    this.server = server;
    this.executor = executor;
    this.keys = keys;
    this.token = token;
  }

  static ForgeApi start(Repositories repositories, AccessBook book) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    var secret = new byte[20];
    new SecureRandom().nextBytes(secret);
    var address =
        URI.create("http://%s:%d".formatted(GitServer.HOST, server.getAddress().getPort()));
    var keys = new ForgeKeys(address, repositories, book);
    var forge = new ForgeApi(server, executor, keys, HexFormat.of().formatHex(secret));
    server.setExecutor(executor);
    server.createContext("/", forge::handle);
    server.start();
    return forge;
  }

  URI address() {
    return keys.address();
  }

  String token() {
    return token;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      ForgeReply reply;
      if (!authorized(exchange)) {
        reply = ForgeReply.error(401, "token is required");
      } else if (body.length > LARGEST_BODY) {
        reply = ForgeReply.error(413, "the body is too large");
      } else {
        reply = answer(exchange, body);
      }
      send(exchange, reply);
    }
  }

  private ForgeReply answer(HttpExchange exchange, byte[] body) {
    try {
      return keys.answer(exchange.getRequestMethod(), exchange.getRequestURI(), body);
    } catch (RuntimeException e) {
      LOG.warn("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      return ForgeReply.error(500, "internal error");
    }
  }

  private boolean authorized(HttpExchange exchange) {
    var header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null) {
      return false;
    }
    var given = header.replaceFirst("^(?i:token|bearer) +", "");
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, ForgeReply reply) throws IOException {
    var headers = exchange.getResponseHeaders();
    reply.total().ifPresent(total -> headers.set("X-Total-Count", Integer.toString(total)));
    if (reply.json().isEmpty()) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    var content = reply.json().get().toString().getBytes(StandardCharsets.UTF_8);
    headers.set("Content-Type", "application/json;charset=utf-8");
    exchange.sendResponseHeaders(reply.status(), content.length);
    exchange.getResponseBody().write(content);
  }
}
