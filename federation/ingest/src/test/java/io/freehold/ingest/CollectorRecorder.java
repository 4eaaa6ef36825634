package io.freehold.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freehold.api.Telemetry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;

/** The receiving side of a collector: takes whatever comes and puts it together in one request. */
final class CollectorRecorder implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final HttpServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock.
  private final ExportLogsServiceRequest.Builder logs = ExportLogsServiceRequest.newBuilder();
  private final ExportTraceServiceRequest.Builder spans = ExportTraceServiceRequest.newBuilder();

  CollectorRecorder() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/", this::take);
    server.start();
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All log records so far, as one request. */
  ExportLogsServiceRequest logs() {
    lock.lock();
    try {
      return logs.build();
    } finally {
      lock.unlock();
    }
  }

  /** All spans so far, as one request. */
  ExportTraceServiceRequest spans() {
    lock.lock();
    try {
      return spans.build();
    } finally {
      lock.unlock();
    }
  }

  /** Spans are the last thing that an agent sends about a sync. */
  void awaitSpansOf(String cluster) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (spans.getResourceSpansList().stream().noneMatch(of -> names(of, cluster))) {
        if (left <= 0) {
          throw new AssertionError("no spans of " + cluster);
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static boolean names(ResourceSpans of, String cluster) {
    return AnyValues.text(of.getResource().getAttributesList(), Telemetry.CLUSTER_NAME)
        .equals(cluster);
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body;
    try (var unpacked = new GZIPInputStream(exchange.getRequestBody())) {
      body = unpacked.readAllBytes();
    }
    lock.lock();
    try {
      if (exchange.getRequestURI().getPath().equals("/v1/logs")) {
        logs.mergeFrom(body);
      } else {
        spans.mergeFrom(body);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }
}
