package io.freehold.telemetry;

import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freehold.api.Telemetry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * A real OTLP/HTTP receiver that can be told what to answer, and can go away and come back on its
 * port.
 */
final class Receiver implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final LinkedBlockingQueue<Logs> logs = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Span> spans = new LinkedBlockingQueue<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private final int port;

  Receiver() {
    server = open(0);
    port = server.getAddress().getPort();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  void stop() {
    server.stop(0);
  }

  void resume() {
    server = open(port);
  }

  /** What to answer to the next requests for logs; afterwards success again. */
  void answer(Reply... next) {
    replies.addAll(List.of(next));
  }

  /** The next request with log records, whatever was answered. */
  Logs nextLogs() throws InterruptedException {
    Logs next = logs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no log records arrived");
    }
    return next;
  }

  /** The next accepted record that fulfils a condition; others are skipped. */
  LogRecord nextRecord(Predicate<LogRecord> wanted) throws InterruptedException {
    while (true) {
      Logs next = nextLogs();
      if (next.status() == 200) {
        for (LogRecord record : next.records()) {
          if (wanted.test(record)) {
            return record;
          }
        }
      }
    }
  }

  Span nextSpan() throws InterruptedException {
    Span next = spans.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no span arrived");
    }
    return next;
  }

  boolean silentFor(long millis) throws InterruptedException {
    return logs.poll(millis, TimeUnit.MILLISECONDS) == null;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  static Predicate<LogRecord> state(String type) {
    return record ->
        record.getEventName().equals(Telemetry.EVENT_STATE)
            && attribute(record, Telemetry.ENTITY_TYPE).getStringValue().equals(type);
  }

  static Predicate<LogRecord> event(String name) {
    return record -> record.getEventName().equals(name);
  }

  static AnyValue attribute(LogRecord record, String key) {
    return attribute(record.getAttributesList(), key);
  }

  static AnyValue attribute(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no attribute " + key + " in " + attributes));
  }

  private HttpServer open(int atPort) {
    try {
      var opened =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), 0);
      opened.createContext("/v1/logs", this::logs);
      opened.createContext("/v1/traces", this::traces);
      opened.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void logs(HttpExchange exchange) throws IOException {
    var request = ExportLogsServiceRequest.parseFrom(body(exchange));
    Reply reply = replies.isEmpty() ? Reply.OK : replies.remove();
    List<LogRecord> records =
        request.getResourceLogs(0).getScopeLogsList().stream()
            .flatMap(scope -> scope.getLogRecordsList().stream())
            .toList();
    logs.add(
        new Logs(
            request.getResourceLogs(0).getResource().getAttributesList(),
            records,
            exchange.getRequestHeaders().getFirst("Authorization"),
            reply.status()));
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    send(exchange, reply.status(), reply.body());
  }

  private void traces(HttpExchange exchange) throws IOException {
    var request = ExportTraceServiceRequest.parseFrom(body(exchange));
    request.getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .forEach(spans::add);
    send(exchange, 200, new byte[0]);
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      throw new IOException("not compressed");
    }
    try (var content = new GZIPInputStream(exchange.getRequestBody())) {
      return content.readAllBytes();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** One request. */
  record Logs(List<KeyValue> resource, List<LogRecord> records, String authorization, int status) {}

  /** One answer. */
  @SuppressWarnings("ArrayRecordComponent")
  record Reply(int status, Map<String, String> headers, byte[] body) {
    static final Reply OK = of(200);

    static Reply of(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }

    static Reply of(int status, MessageLite body) {
      return new Reply(status, Map.of(), body.toByteArray());
    }

    Reply with(String header, String value) {
      return new Reply(status, Map.of(header, value), body);
    }
  }
}
