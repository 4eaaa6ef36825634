package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who is told things over HTTP. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonNode> told = new CopyOnWriteArrayList<>();
  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final AtomicInteger refuse = new AtomicInteger();
  private volatile int answer = 503;

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String id = exchange.getRequestHeaders().getFirst("X-Freehold-Delivery");
            ids.add(id == null ? "" : id);
            if (refuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
              exchange.sendResponseHeaders(answer, -1);
            } else {
              told.add(TestPlane.JSON.readTree(body));
              exchange.sendResponseHeaders(200, -1);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** Refuses the next requests. */
  void refuse(int times, int status) {
    answer = status;
    refuse.set(times);
  }

  /** What it was told. */
  List<JsonNode> told() {
    return List.copyOf(told);
  }

  /** Ids of all requests, refused ones too. */
  List<String> ids() {
    return List.copyOf(ids);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
