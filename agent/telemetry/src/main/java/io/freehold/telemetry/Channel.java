package io.freehold.telemetry;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;

/**
 * The way to one OTLP/HTTP endpoint: OpenTelemetry's exporters serialise, {@link DeliverySender}
 * sends. Used by one thread.
 */
final class Channel implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  // Kept here because the logging framework forgets the level of a logger that nobody holds. The
  // reporter says itself,
  // once per outage, what this one would say about every request.
  private static final Logger EXPORTER_LOG =
      Logger.getLogger("io.opentelemetry.exporter.otlp.internal.HttpExporter");

  static {
    EXPORTER_LOG.setLevel(Level.OFF);
  }

  private final String endpoint;
  private final Connections connections;
  private final InstantSource clock;
  private final OtlpHttpLogRecordExporter logs;
  private final OtlpHttpSpanExporter spans;
  private final DeliverySender logSender;
  private final DeliverySender spanSender;

  Channel(String endpoint, Tokens tokens, Optional<SSLContext> tls, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.connections = new Connections("report-http", tls);
    var senders = new Senders();
    this.logs =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(endpoint + "/v1/logs")
            .setCompression("gzip")
            .setTimeout(TIMEOUT)
            .setRetryPolicy(null)
            .setMemoryMode(MemoryMode.IMMUTABLE_DATA)
            .setHeaders(tokens::header)
            .setComponentLoader(senders)
            .build();
    this.logSender = senders.made.getLast();
    this.spans =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint + "/v1/traces")
            .setCompression("gzip")
            .setTimeout(TIMEOUT)
            .setRetryPolicy(null)
            .setMemoryMode(MemoryMode.IMMUTABLE_DATA)
            .setHeaders(tokens::header)
            .setComponentLoader(senders)
            .build();
    this.spanSender = senders.made.getLast();
  }

  String endpoint() {
    return endpoint;
  }

  /** Sends log records and waits for the answer. */
  Delivery logs(Collection<LogRecordData> records) {
    logSender.forget();
    logs.export(records);
    return logSender.last();
  }

  /** Sends spans and waits for the answer. */
  Delivery spans(Collection<SpanData> records) {
    spanSender.forget();
    spans.export(records);
    return spanSender.last();
  }

  @Override
  public void close() {
    logs.shutdown();
    spans.shutdown();
    connections.close();
  }

  /** Gives the exporters our sender instead of one from the class path. */
  private final class Senders implements ComponentLoader, HttpSenderProvider {
    private final List<DeliverySender> made = new ArrayList<>();

    @Override
    public <T> Iterable<T> load(Class<T> type) {
      return type == HttpSenderProvider.class ? List.of(type.cast(this)) : List.of();
    }

    @Override
    public DeliverySender createSender(HttpSenderConfig config) {
      var sender = new DeliverySender(config, connections, clock);
      made.add(sender);
      return sender;
    }
  }
}
