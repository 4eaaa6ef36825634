package io.freehold.ingest;

import io.freehold.api.Telemetry;
import io.freehold.ingest.RefusalSink.Refusal;
import io.freehold.ingest.StateSink.SinkException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a request once its sender is known, the same for every transport. */
final class OtlpReceiver {
  private static final Logger log = LoggerFactory.getLogger(OtlpReceiver.class);
  private static final String METRICS = "metrics are not kept by this version";
  private static final int MAX_NAMED = 10;
  private static final int MAX_NAME = 253;

  private final StateSink sink;
  private final RefusalSink refusals;
  private final InstantSource clock;

  OtlpReceiver(StateSink sink, RefusalSink refusals, InstantSource clock) {
    this.sink = sink;
    this.refusals = refusals;
    this.clock = clock;
  }

  Outcome logs(Sender sender, ExportLogsServiceRequest request) {
    Instant now = clock.instant();
    List<Reading> readings = new ArrayList<>();
    for (var resource : request.getResourceLogsList()) {
      String named = cluster(resource.getResource());
      for (var scope : resource.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          readings.add(
              named.equals(sender.cluster())
                  ? LogReader.read(sender.cluster(), record, now)
                  : new Reading.Foreign(named));
        }
      }
    }
    return settle(sender, now, readings);
  }

  Outcome traces(Sender sender, ExportTraceServiceRequest request) {
    List<Reading> readings = new ArrayList<>();
    for (var resource : request.getResourceSpansList()) {
      String named = cluster(resource.getResource());
      for (var scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          readings.add(
              named.equals(sender.cluster()) ? SpanReader.read(span) : new Reading.Foreign(named));
        }
      }
    }
    return settle(sender, clock.instant(), readings);
  }

  Outcome metrics(Sender sender, ExportMetricsServiceRequest request) {
    List<Reading> readings = new ArrayList<>();
    for (var resource : request.getResourceMetricsList()) {
      String named = cluster(resource.getResource());
      for (var scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          Reading reading =
              named.equals(sender.cluster())
                  ? new Reading.Useless(METRICS)
                  : new Reading.Foreign(named);
          for (int i = 0; i < points(metric); i++) {
            readings.add(reading);
          }
        }
      }
    }
    return settle(sender, clock.instant(), readings);
  }

  private Outcome settle(Sender sender, Instant now, List<Reading> readings) {
    List<ReportBatch.Item> kept = new ArrayList<>();
    var foreign = new TreeMap<String, Long>();
    Set<String> reasons = new LinkedHashSet<>();
    for (Reading reading : readings) {
      switch (reading) {
        case Reading.Kept(var record) -> kept.add(record);
        case Reading.Foreign(String named) -> foreign.merge(named, 1L, Long::sum);
        case Reading.Useless(String reason) -> reasons.add(reason);
      }
    }
    foreign.entrySet().stream()
        .limit(MAX_NAMED)
        .forEach(entry -> refuse(sender, entry.getKey(), entry.getValue()));
    if (!foreign.isEmpty()) {
      String message =
          "the request is signed by cluster "
              + sender.cluster()
              + " and may only speak for it, not for "
              + String.join(", ", foreign.keySet().stream().limit(MAX_NAMED).toList());
      if (foreign.values().stream().mapToLong(Long::longValue).sum() == readings.size()) {
        return new Outcome.Forbidden(message);
      }
      reasons.add(message);
    }
    if (!kept.isEmpty()) {
      try {
        sink.accept(new ReportBatch(sender.cluster(), now, kept));
      } catch (SinkException e) {
        log.warn("Reports of {} were not kept: {}", sender.cluster(), e.toString());
        return e.temporary()
            ? new Outcome.Unavailable(e.reason())
            : new Outcome.Invalid(e.reason());
      }
    }
    return new Outcome.Taken((long) readings.size() - kept.size(), String.join("; ", reasons));
  }

  private void refuse(Sender sender, String named, long records) {
    refusals.refused(
        new Refusal(
            sender.transport(),
            sender.peer(),
            named,
            "records about it were signed by cluster " + sender.cluster(),
            records));
  }

  private static String cluster(Resource resource) {
    String name = AnyValues.text(resource.getAttributesList(), Telemetry.CLUSTER_NAME);
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  private static int points(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsCount();
      case SUM -> metric.getSum().getDataPointsCount();
      case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
      case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
      case SUMMARY -> metric.getSummary().getDataPointsCount();
      case DATA_NOT_SET -> 0;
    };
  }
}
