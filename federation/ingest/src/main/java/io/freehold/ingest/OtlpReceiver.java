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
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a request once its sender is known, the same for every transport. */
final class OtlpReceiver {
  private static final Logger log = LoggerFactory.getLogger(OtlpReceiver.class);
  private static final String METRICS = "metrics are not kept by this version";
  private static final int MAX_NAMED = 10;
  private static final int MAX_NAME = 253;

  private final ClusterKeys clusters;
  private final StateSink sink;
  private final RefusalSink refusals;
  private final InstantSource clock;

  OtlpReceiver(ClusterKeys clusters, StateSink sink, RefusalSink refusals, InstantSource clock) {
    this.clusters = clusters;
    this.sink = sink;
    this.refusals = refusals;
    this.clock = clock;
  }

  Outcome logs(Sender sender, ExportLogsServiceRequest request) {
    Instant now = clock.instant();
    var readings = new Readings();
    for (var resource : request.getResourceLogsList()) {
      String named = cluster(resource.getResource());
      for (var scope : resource.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          Optional<Reading> doubt =
              doubt(sender, named, keys -> RecordSignatures.valid(named, record, keys));
          readings.add(named, doubt.orElseGet(() -> LogReader.read(named, record, now)));
        }
      }
    }
    return settle(sender, now, readings);
  }

  Outcome traces(Sender sender, ExportTraceServiceRequest request) {
    var readings = new Readings();
    for (var resource : request.getResourceSpansList()) {
      String named = cluster(resource.getResource());
      for (var scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          Optional<Reading> doubt =
              doubt(sender, named, keys -> RecordSignatures.valid(named, span, keys));
          readings.add(named, doubt.orElseGet(() -> SpanReader.read(span)));
        }
      }
    }
    return settle(sender, clock.instant(), readings);
  }

  Outcome metrics(Sender sender, ExportMetricsServiceRequest request) {
    var readings = new Readings();
    for (var resource : request.getResourceMetricsList()) {
      String named = cluster(resource.getResource());
      // Whatever they prove: nothing of them is kept.
      Optional<Reading> doubt = doubt(sender, named, _ -> true);
      Reading reading = doubt.orElseGet(() -> new Reading.Useless(METRICS));
      for (var scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          for (int i = 0; i < points(metric); i++) {
            readings.add(named, reading);
          }
        }
      }
    }
    return settle(sender, clock.instant(), readings);
  }

  /** Why a record must not be read; empty when the cluster that it names has signed it. */
  private Optional<Reading> doubt(Sender sender, String named, Predicate<List<PublicKey>> signed) {
    return switch (sender) {
      case Sender.OfCluster(String cluster, _, _) ->
          named.equals(cluster) ? Optional.empty() : Optional.of(new Reading.Foreign(named));
      case Sender.Collector _ ->
          signed.test(clusters.keys(named))
              ? Optional.empty()
              : Optional.of(new Reading.Unproven(named));
    };
  }

  private Outcome settle(Sender sender, Instant now, Readings readings) {
    Set<String> reasons = new LinkedHashSet<>(readings.useless());
    readings.foreign().entrySet().stream()
        .limit(MAX_NAMED)
        .forEach(entry -> refuse(sender, entry.getKey(), entry.getValue()));
    if (!readings.foreign().isEmpty()) {
      String message = disputed(sender, readings.foreign().keySet());
      if (sender instanceof Sender.OfCluster && readings.allForeign()) {
        return new Outcome.Forbidden(message);
      }
      reasons.add(message);
    }
    // A request of a collector may be stored in part when the store fails in between: it comes
    // again, and what was stored is recognised.
    for (Map.Entry<String, List<ReportBatch.Item>> entry : readings.kept().entrySet()) {
      try {
        sink.accept(new ReportBatch(entry.getKey(), now, entry.getValue()));
      } catch (SinkException e) {
        log.warn("Reports of {} were not kept: {}", entry.getKey(), e.toString());
        return e.temporary()
            ? new Outcome.Unavailable(e.reason())
            : new Outcome.Invalid(e.reason());
      } catch (RuntimeException e) {
        log.error("Reports of {} were not kept", entry.getKey(), e);
        return new Outcome.Broken("the plane failed; see its log");
      }
    }
    return new Outcome.Taken(readings.rejected(), String.join("; ", reasons));
  }

  private static String disputed(Sender sender, Set<String> named) {
    String names = String.join(", ", named.stream().limit(MAX_NAMED).toList());
    return switch (sender) {
      case Sender.OfCluster(String cluster, _, _) ->
          "the request is signed by cluster "
              + cluster
              + " and may only speak for it, not for "
              + names;
      case Sender.Collector(String name, _, _) ->
          "collector "
              + name
              + " passed on records that are not signed by the cluster they name: "
              + names;
    };
  }

  private void refuse(Sender sender, String named, long records) {
    refusals.refused(
        new Refusal(
            sender.transport(),
            sender.peer(),
            named,
            switch (sender) {
              case Sender.OfCluster(String cluster, _, _) ->
                  "records about it were signed by cluster " + cluster;
              case Sender.Collector(String name, _, _) ->
                  "records about it came without its signature from collector " + name;
            },
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
