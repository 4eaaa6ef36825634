package io.freehold.bench;

import io.freehold.api.ReportToken;
import io.freehold.api.Telemetry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the agent of one cluster would send, in the form and size of a real one's records. Not
 * thread safe.
 */
final class SimulatedCluster {
  private static final Duration RENEW = Duration.ofMinutes(3);

  private final String name;
  private final int applications;
  private final KeyPair keys = ReportToken.newKeyPair();
  private long sequence = System.currentTimeMillis() * 1000;
  private long syncs;
  private String token = "";
  private Instant signedAt = Instant.EPOCH;

  SimulatedCluster(String name, int applications) {
    this.name = name;
    this.applications = applications;
  }

  String name() {
    return name;
  }

  String clusterYaml() {
    return """
    apiVersion: freehold.io/v1
    kind: Cluster
    metadata:
      name: %s
      labels: {env: %s, region: r%d}
    spec:
      publicKeys: ["%s"]
      plane: {endpoint: "http://plane.example", reportInterval: 60s}
    """
        .formatted(
            name,
            name.hashCode() % 3 == 0 ? "prod" : "test",
            Math.floorMod(name.hashCode(), 7),
            ReportToken.encode(keys.getPublic()));
  }

  String authorization() {
    Instant now = Instant.now();
    if (now.isAfter(signedAt.plus(RENEW))) {
      token = "Bearer " + ReportToken.issue(name, now).sign(keys.getPrivate());
      signedAt = now;
    }
    return token;
  }

  /** The state of the cluster and of some of its applications. */
  byte[] states(String revision, int from, int count) {
    var records = ExportLogsServiceRequest.newBuilder();
    var scope = records.addResourceLogsBuilder().setResource(resource()).addScopeLogsBuilder();
    scope.addLogRecords(clusterState(revision));
    for (int i = 0; i < count; i++) {
      scope.addLogRecords(applicationState(Math.floorMod(from + i, applications), revision));
    }
    return records.build().toByteArray();
  }

  /** An application that was synced to a commit: its new state and the entry of the journal. */
  byte[] change(int application, String revision, Instant at) {
    syncs++;
    var records = ExportLogsServiceRequest.newBuilder();
    records
        .addResourceLogsBuilder()
        .setResource(resource())
        .addScopeLogsBuilder()
        .addLogRecords(applicationState(application, revision))
        .addLogRecords(
            LogRecord.newBuilder()
                .setEventName(Telemetry.EVENT_JOURNAL)
                .addAttributes(attribute(Telemetry.SEQUENCE, number(++sequence)))
                .addAttributes(
                    attribute(
                        Telemetry.JOURNAL_ENTRY,
                        map(
                            Map.of(
                                "kind", text("sync"),
                                "namespace", text("apps"),
                                "name", text(application(application)),
                                "at", text(at.toString()),
                                "message", text("applied 1 object, all healthy"),
                                "sync", sync(revision, at))))));
    return records.build().toByteArray();
  }

  /** The span of the newest sync. */
  byte[] span(int application, String revision, Instant at) {
    long end = at.getEpochSecond() * 1_000_000_000L + at.getNano();
    var request = ExportTraceServiceRequest.newBuilder();
    request
        .addResourceSpansBuilder()
        .setResource(resource())
        .addScopeSpansBuilder()
        .addSpans(
            Span.newBuilder()
                .setName("SYNC apps/" + application(application))
                .setTraceId(com.google.protobuf.ByteString.fromHex(revision.substring(0, 32)))
                .setSpanId(
                    com.google.protobuf.ByteString.copyFrom(
                        ByteBuffer.allocate(8)
                            .putLong(name.hashCode() * 1_000_003L + syncs)
                            .array()))
                .setStartTimeUnixNano(end - 2_000_000_000L)
                .setEndTimeUnixNano(end)
                .addAttributes(attribute("cicd.pipeline.action.name", text("SYNC")))
                .addAttributes(attribute("cicd.pipeline.result", text("success")))
                .addAttributes(attribute(Telemetry.REVISION, text(revision))));
    return request.build().toByteArray();
  }

  private Resource resource() {
    return Resource.newBuilder()
        .addAttributes(attribute(Telemetry.CLUSTER_NAME, text(name)))
        .addAttributes(attribute("service.name", text(Telemetry.SERVICE_NAME)))
        .build();
  }

  private LogRecord clusterState(String revision) {
    List<AnyValue> names =
        IntStream.range(0, applications).mapToObj(i -> text("apps/" + application(i))).toList();
    return state(
        Telemetry.ENTITY_CLUSTER,
        Map.of(Telemetry.CLUSTER_NAME, text(name)),
        Map.of(
            "name", text(name),
            "kubernetesVersion", text("v1.36.3"),
            "agentVersion", text("0.1.0"),
            "registry", text("ssh://git@git.example/fleet/registry.git"),
            "path", text("clusters/" + name),
            "revision", text(revision),
            "applications",
                AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addAllValues(names))
                    .build()));
  }

  private LogRecord applicationState(int application, String revision) {
    boolean healthy = application % 50 != 7;
    return state(
        Telemetry.ENTITY_APPLICATION,
        Map.of(
            Telemetry.CLUSTER_NAME, text(name),
            Telemetry.APP_NAMESPACE, text("apps"),
            Telemetry.APP_NAME, text(application(application))),
        Map.of(
            "namespace", text("apps"),
            "name", text(application(application)),
            "project", text("default"),
            "parent", text("freehold-system/root"),
            "source", text("ssh://git@git.example/fleet/registry.git"),
            "path", text("apps/" + application(application)),
            "status",
                map(
                    Map.of(
                        "revision", text(revision),
                        "digest", text("sha256:" + revision),
                        "sync", text("Synced"),
                        "health",
                            map(
                                Map.of(
                                    "status", text(healthy ? "Healthy" : "Degraded"),
                                    "message",
                                        text(healthy ? "" : "Deployment apps/x: 0 of 2 ready"))),
                        "operation", sync(revision, Instant.now()),
                        "summary",
                            map(
                                Map.of(
                                    "objects", number(4),
                                    "synced", number(4),
                                    "healthy", number(healthy ? 4 : 3)))))));
  }

  private LogRecord state(
      String type, Map<String, AnyValue> id, Map<String, AnyValue> description) {
    return LogRecord.newBuilder()
        .setEventName(Telemetry.EVENT_STATE)
        .addAttributes(attribute(Telemetry.SEQUENCE, number(++sequence)))
        .addAttributes(attribute(Telemetry.ENTITY_TYPE, text(type)))
        .addAttributes(attribute(Telemetry.ENTITY_ID, map(id)))
        .addAttributes(attribute(Telemetry.ENTITY_DESCRIPTION, map(description)))
        .build();
  }

  private AnyValue sync(String revision, Instant at) {
    return map(
        Map.of(
            "phase", text("Succeeded"),
            "revision", text(revision),
            "startedAt", text(at.minusSeconds(2).toString()),
            "finishedAt", text(at.toString()),
            "message", text("applied 1 object, all healthy")));
  }

  private static String application(int number) {
    return "app-" + number;
  }

  private static KeyValue attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  private static AnyValue number(long number) {
    return AnyValue.newBuilder().setIntValue(number).build();
  }

  private static AnyValue map(Map<String, AnyValue> fields) {
    var list = KeyValueList.newBuilder();
    fields.forEach((key, value) -> list.addValues(attribute(key, value)));
    return AnyValue.newBuilder().setKvlistValue(list).build();
  }
}
