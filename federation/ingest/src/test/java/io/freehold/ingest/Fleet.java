package io.freehold.ingest;

import io.freehold.api.ReportToken;
import io.freehold.api.Telemetry;
import io.freehold.ingest.RefusalSink.Refusal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two clusters of a registry, what they send, and what the plane does with it. */
final class Fleet implements ClusterKeys, StateSink, RefusalSink {
  static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  final KeyPair east = ReportToken.newKeyPair();
  final KeyPair west = ReportToken.newKeyPair();
  final List<ReportBatch> batches = new CopyOnWriteArrayList<>();
  final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  final Map<String, List<PublicKey>> newer = new ConcurrentHashMap<>();
  volatile Optional<RuntimeException> failure = Optional.empty();

  @Override
  public List<PublicKey> keys(String cluster) {
    return switch (cluster) {
      case "east" -> List.of(east.getPublic());
      case "west" -> List.of(west.getPublic());
      default -> List.of();
    };
  }

  @Override
  public List<PublicKey> newerKeys(String cluster, String peer) {
    return newer.getOrDefault(cluster, keys(cluster));
  }

  @Override
  public void accept(ReportBatch batch) {
    if (failure.isPresent()) {
      throw failure.get();
    }
    batches.add(batch);
  }

  @Override
  public void refused(Refusal refusal) {
    refusals.add(refusal);
  }

  void clear() {
    batches.clear();
    refusals.clear();
    newer.clear();
    failure = Optional.empty();
  }

  /** A token of a cluster as of now. */
  String token(String cluster) {
    return "Bearer "
        + ReportToken.issue(cluster, NOW).sign((cluster.equals("west") ? west : east).getPrivate());
  }

  /** A token of a cluster by the real clock. */
  String currentToken(String cluster) {
    return ReportToken.issue(cluster, Instant.now())
        .sign((cluster.equals("west") ? west : east).getPrivate());
  }

  static ExportLogsServiceRequest logs(String resourceCluster, LogRecord... records) {
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(resource(resourceCluster))
                .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(List.of(records))))
        .build();
  }

  static Resource resource(String cluster) {
    return Resource.newBuilder()
        .addAttributes(attribute(Telemetry.CLUSTER_NAME, text(cluster)))
        .build();
  }

  static LogRecord clusterState(String cluster, long sequence) {
    return LogRecord.newBuilder()
        .setEventName(Telemetry.EVENT_STATE)
        .addAttributes(attribute(Telemetry.SEQUENCE, number(sequence)))
        .addAttributes(attribute(Telemetry.ENTITY_TYPE, text(Telemetry.ENTITY_CLUSTER)))
        .addAttributes(
            attribute(Telemetry.ENTITY_ID, map(Map.of(Telemetry.CLUSTER_NAME, text(cluster)))))
        .addAttributes(
            attribute(
                Telemetry.ENTITY_DESCRIPTION,
                map(Map.of("name", text(cluster), "revision", text("c0ffee")))))
        .build();
  }

  static LogRecord applicationState(String cluster, long sequence, String name) {
    return LogRecord.newBuilder()
        .setEventName(Telemetry.EVENT_STATE)
        .addAttributes(attribute(Telemetry.SEQUENCE, number(sequence)))
        .addAttributes(attribute(Telemetry.ENTITY_TYPE, text(Telemetry.ENTITY_APPLICATION)))
        .addAttributes(
            attribute(
                Telemetry.ENTITY_ID,
                map(
                    Map.of(
                        Telemetry.CLUSTER_NAME, text(cluster),
                        Telemetry.APP_NAMESPACE, text("apps"),
                        Telemetry.APP_NAME, text(name)))))
        .addAttributes(
            attribute(
                Telemetry.ENTITY_DESCRIPTION,
                map(
                    Map.of(
                        "namespace", text("apps"),
                        "name", text(name),
                        "aFieldOfTomorrow", number(1),
                        "status", map(Map.of("sync", text("Synced")))))))
        .build();
  }

  static LogRecord journal(long sequence, String message) {
    return LogRecord.newBuilder()
        .setEventName(Telemetry.EVENT_JOURNAL)
        .addAttributes(attribute(Telemetry.SEQUENCE, number(sequence)))
        .addAttributes(
            attribute(
                Telemetry.JOURNAL_ENTRY,
                map(
                    Map.of(
                        "kind", text("sync"),
                        "namespace", text("apps"),
                        "name", text("shop"),
                        "at", text("2026-11-21T08:59:00Z"),
                        "message", text(message)))))
        .build();
  }

  static KeyValue attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  static AnyValue number(long number) {
    return AnyValue.newBuilder().setIntValue(number).build();
  }

  static AnyValue map(Map<String, AnyValue> fields) {
    var list = KeyValueList.newBuilder();
    fields.forEach((key, value) -> list.addValues(attribute(key, value)));
    return AnyValue.newBuilder().setKvlistValue(list).build();
  }
}
