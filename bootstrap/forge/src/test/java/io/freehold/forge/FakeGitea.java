package io.freehold.forge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The deploy key calls of Gitea for one repository, with switches for its bad days. */
final class FakeGitea implements AutoCloseable {
  static final String TOKEN = "s3cret-t0ken";
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<ObjectNode> keys = new ArrayList<>();
  boolean ignoresReadOnly;
  private final HttpServer server;

  FakeGitea() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/repos/acme/registry/keys", this::handle);
    server.createContext("/", exchange -> answer(exchange, 404, "{\"message\":\"not found\"}"));
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (!("token " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{\"message\":\"token is required\"}");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET" -> answer(exchange, 200, page(exchange).toString());
      case "POST" -> create(exchange);
      default -> {
        String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        boolean had = keys.removeIf(key -> key.path("id").asText().equals(id));
        answer(exchange, had ? 204 : 404, "");
      }
    }
  }

  private void create(HttpExchange exchange) throws IOException {
    var key = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    if (keys.stream().anyMatch(other -> other.path("key").equals(key.path("key")))) {
      answer(exchange, 422, "{\"message\":\"A key with the same content exists\"}");
      return;
    }
    key.put("id", keys.size() + 1);
    if (ignoresReadOnly) {
      key.put("read_only", false);
    }
    keys.add(key);
    answer(exchange, 201, key.toString());
  }

  private ArrayNode page(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    int page = Integer.parseInt(query.replaceFirst(".*page=(\\d+).*", "$1"));
    int limit = Integer.parseInt(query.replaceFirst(".*limit=(\\d+).*", "$1"));
    ArrayNode items = JSON.createArrayNode();
    keys.stream().skip((page - 1L) * limit).limit(limit).forEach(items::add);
    return items;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
