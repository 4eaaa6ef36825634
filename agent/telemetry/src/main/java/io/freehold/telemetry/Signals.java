package io.freehold.telemetry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;
import io.freehold.api.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns reports and journal entries into OTLP records; docs/telemetry.md lists every attribute. */
final class Signals {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
  private static final AttributeKey<Value<?>> ID = AttributeKey.valueKey(Telemetry.ENTITY_ID);
  private static final AttributeKey<Value<?>> DESCRIPTION =
      AttributeKey.valueKey(Telemetry.ENTITY_DESCRIPTION);
  private static final AttributeKey<Value<?>> ENTRY =
      AttributeKey.valueKey(Telemetry.JOURNAL_ENTRY);

  private final ReporterSettings settings;
  private final Signer signer;
  private final InstrumentationScopeInfo scope;

  /**
   * @param settings who reports
   * @param key the key that signs now
   */
  Signals(ReporterSettings settings, Supplier<PrivateKey> key) {
    this.settings = settings;
    this.signer = new Signer(settings.cluster(), key);
    this.scope =
        InstrumentationScopeInfo.builder(Telemetry.SCOPE).setVersion(settings.version()).build();
  }

  /** What the record of an entry in the journal's chain says. */
  static Map<String, Object> content(String cluster, long sequence, JournalEntry entry) {
    return Map.of(
        "cluster", cluster, "sequence", sequence, "entry", JSON.convertValue(entry, FIELDS));
  }

  /** Who the signals are from; uid and environment are known once there is a cluster report. */
  Resource resource(Optional<ClusterReport> cluster) {
    ResourceBuilder resource =
        Resource.builder()
            .put("service.name", Telemetry.SERVICE_NAME)
            .put("service.version", settings.version())
            .put("service.instance.id", settings.instance())
            .put(Telemetry.CLUSTER_NAME, settings.cluster());
    cluster
        .map(ClusterReport::uid)
        .filter(uid -> !uid.isEmpty())
        .ifPresent(uid -> resource.put("k8s.cluster.uid", uid));
    cluster
        .map(report -> report.labels().getOrDefault("env", ""))
        .filter(environment -> !environment.isEmpty())
        .ifPresent(environment -> resource.put("deployment.environment.name", environment));
    return resource.build();
  }

  /** A state event; {@code interval} is the longest silence to expect about this entity. */
  LogRecordData state(
      States.State state, long sequence, Duration interval, Resource resource, Instant now) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put(Telemetry.SEQUENCE, sequence);
    return switch (state) {
      case States.ClusterState(ClusterReport report) -> {
        attributes.put(Telemetry.ENTITY_TYPE, Telemetry.ENTITY_CLUSTER).put(ID, clusterId());
        describe(attributes, report, interval);
        yield event(Telemetry.EVENT_STATE, Severity.INFO, "", now, now, attributes, resource);
      }
      case States.ApplicationState(ApplicationReport report) -> {
        attributes
            .put(Telemetry.ENTITY_TYPE, Telemetry.ENTITY_APPLICATION)
            .put(ID, applicationId(report.id()));
        describe(attributes, report, interval);
        yield event(Telemetry.EVENT_STATE, Severity.INFO, "", now, now, attributes, resource);
      }
      case States.GoneState(ApplicationId application) -> {
        attributes
            .put(Telemetry.ENTITY_TYPE, Telemetry.ENTITY_APPLICATION)
            .put(ID, applicationId(application));
        yield event(Telemetry.EVENT_DELETE, Severity.INFO, "", now, now, attributes, resource);
      }
    };
  }

  LogRecordData journal(WaitingEntry waiting, Resource resource, Instant now) {
    JournalEntry entry = waiting.entry();
    AttributesBuilder attributes = Attributes.builder();
    attributes
        .put(Telemetry.SEQUENCE, waiting.sequence())
        .put(Telemetry.JOURNAL_KIND, entry.kind().name())
        .put(ENTRY, Values.of(waiting.json()));
    waiting
        .link()
        .ifPresent(link ->
            attributes
                .put(Telemetry.JOURNAL_CHAIN, link.chain())
                .put(Telemetry.JOURNAL_NUMBER, link.number())
                .put(Telemetry.JOURNAL_PREVIOUS, link.previous()));
    if (!entry.name().isEmpty()) {
      attributes
          .put(Telemetry.APP_NAMESPACE, entry.namespace())
          .put(Telemetry.APP_NAME, entry.name());
    }
    Instant at = Times.parse(entry.at()).orElse(now);
    return event(
        Telemetry.EVENT_JOURNAL, severity(entry), entry.message(), at, now, attributes, resource);
  }

  /** The span of a sync entry. */
  SpanData span(JournalEntry entry, Resource resource, Instant now) {
    return signer.signed(SyncSpans.of(settings.cluster(), entry, resource, scope, now));
  }

  private static Severity severity(JournalEntry entry) {
    return switch (entry.kind()) {
      case SYNC ->
          switch (entry.sync().phase()) {
            case FAILED, ERROR -> Severity.ERROR;
            case RUNNING, SUCCEEDED, SUPERSEDED -> Severity.INFO;
          };
      case DRIFT -> Severity.WARN;
      case NOTE -> Severity.INFO;
    };
  }

  private static void describe(AttributesBuilder attributes, Object report, Duration interval) {
    attributes
        .put(DESCRIPTION, Values.of(JSON.<JsonNode>valueToTree(report)))
        .put(Telemetry.ENTITY_INTERVAL, Math.max(1, interval.plusMillis(999).toSeconds()));
  }

  private Value<?> clusterId() {
    return Value.of(Map.of(Telemetry.CLUSTER_NAME, Value.of(settings.cluster())));
  }

  private Value<?> applicationId(ApplicationId application) {
    Map<String, Value<?>> id = new LinkedHashMap<>();
    id.put(Telemetry.CLUSTER_NAME, Value.of(settings.cluster()));
    id.put(Telemetry.APP_NAMESPACE, Value.of(application.namespace()));
    id.put(Telemetry.APP_NAME, Value.of(application.name()));
    return Value.of(id);
  }

  private LogRecordData event(
      String name,
      Severity severity,
      String text,
      Instant at,
      Instant now,
      AttributesBuilder attributes,
      Resource resource) {
    return new EventRecord(
        name,
        severity,
        text,
        Times.nanos(at),
        Times.nanos(now),
        signer.signed(name, attributes.build()),
        resource,
        scope);
  }
}
