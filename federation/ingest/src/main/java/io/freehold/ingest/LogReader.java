package io.freehold.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ChainedRecord;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;
import io.freehold.api.Telemetry;
import io.freehold.ingest.ReportBatch.ApplicationGone;
import io.freehold.ingest.ReportBatch.ApplicationState;
import io.freehold.ingest.ReportBatch.ClusterState;
import io.freehold.ingest.ReportBatch.Journal;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads state and journal events out of log records. */
final class LogReader {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          // A newer agent may know states that this plane does not: its record says so instead of
          // being lost.
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
  private static final int MAX_NAME = 253;
  private static final Pattern CHAIN = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern DIGEST = Pattern.compile("|[0-9a-f]{64}");
  private static final String NO_SEQUENCE = "the record has no " + Telemetry.SEQUENCE;

  private LogReader() {}

  /**
   * Reads one record.
   *
   * @param cluster who signed the request
   * @param receivedAt stands in for a time that cannot be read
   */
  static Reading read(String cluster, LogRecord record, Instant receivedAt) {
    List<KeyValue> attributes = record.getAttributesList();
    long sequence =
        AnyValues.find(attributes, Telemetry.SEQUENCE).map(AnyValue::getIntValue).orElse(0L);
    try {
      return switch (record.getEventName()) {
        case Telemetry.EVENT_STATE -> state(cluster, sequence, attributes);
        case Telemetry.EVENT_DELETE -> gone(cluster, sequence, attributes);
        case Telemetry.EVENT_JOURNAL -> journal(cluster, sequence, attributes, receivedAt);
        default -> new Reading.Useless("only the events of docs/telemetry.md are kept");
      };
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return new Reading.Useless("a record has another form than docs/telemetry.md says");
    }
  }

  private static Reading state(String cluster, long sequence, List<KeyValue> attributes)
      throws JsonProcessingException {
    List<KeyValue> id = map(attributes, Telemetry.ENTITY_ID);
    Optional<String> foreign = foreign(cluster, id);
    if (foreign.isPresent()) {
      return new Reading.Foreign(foreign.get());
    }
    if (sequence <= 0) {
      return new Reading.Useless(NO_SEQUENCE);
    }
    AnyValue description =
        AnyValues.find(attributes, Telemetry.ENTITY_DESCRIPTION)
            .orElseThrow(() -> new IllegalArgumentException("no description"));
    return switch (AnyValues.text(attributes, Telemetry.ENTITY_TYPE)) {
      case Telemetry.ENTITY_CLUSTER -> {
        ClusterReport report = JSON.treeToValue(AnyValues.json(description), ClusterReport.class);
        yield report.name().isEmpty() || report.name().equals(cluster)
            ? new Reading.Kept(new ClusterState(sequence, report))
            : new Reading.Foreign(report.name());
      }
      case Telemetry.ENTITY_APPLICATION -> {
        ApplicationReport report =
            JSON.treeToValue(AnyValues.json(description), ApplicationReport.class);
        yield report.id().equals(application(id))
            ? new Reading.Kept(new ApplicationState(sequence, report))
            : new Reading.Useless("an entity's id and description name different applications");
      }
      default -> new Reading.Useless("only clusters and applications are kept");
    };
  }

  private static Reading gone(String cluster, long sequence, List<KeyValue> attributes) {
    List<KeyValue> id = map(attributes, Telemetry.ENTITY_ID);
    Optional<String> foreign = foreign(cluster, id);
    if (foreign.isPresent()) {
      return new Reading.Foreign(foreign.get());
    }
    if (sequence <= 0) {
      return new Reading.Useless(NO_SEQUENCE);
    }
    return AnyValues.text(attributes, Telemetry.ENTITY_TYPE).equals(Telemetry.ENTITY_APPLICATION)
        ? new Reading.Kept(new ApplicationGone(sequence, application(id)))
        : new Reading.Useless("only applications can be gone");
  }

  private static Reading journal(
      String cluster, long sequence, List<KeyValue> attributes, Instant receivedAt)
      throws JsonProcessingException {
    if (sequence <= 0) {
      return new Reading.Useless(NO_SEQUENCE);
    }
    AnyValue value =
        AnyValues.find(attributes, Telemetry.JOURNAL_ENTRY)
            .orElseThrow(() -> new IllegalArgumentException("no entry"));
    JsonNode json = AnyValues.json(value);
    JournalEntry entry = JSON.treeToValue(json, JournalEntry.class);
    checkName(entry.namespace());
    checkName(entry.name());
    return new Reading.Kept(
        new Journal(
            sequence,
            time(entry.at()).orElse(receivedAt),
            entry,
            link(cluster, sequence, attributes, json)));
  }

  /** The entry's place in the chain of its cluster's journal, as docs/telemetry.md says. */
  private static Optional<ChainedRecord> link(
      String cluster, long sequence, List<KeyValue> attributes, JsonNode entry) {
    String chain = AnyValues.text(attributes, Telemetry.JOURNAL_CHAIN);
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    long number =
        AnyValues.find(attributes, Telemetry.JOURNAL_NUMBER).map(AnyValue::getIntValue).orElse(0L);
    String previous = AnyValues.text(attributes, Telemetry.JOURNAL_PREVIOUS);
    if (number < 1 || !CHAIN.matcher(chain).matches() || !DIGEST.matcher(previous).matches()) {
      throw new IllegalArgumentException("no place in a chain");
    }
    return Optional.of(
        new ChainedRecord(
            chain,
            number,
            previous,
            Map.of(
                "cluster", cluster,
                "sequence", sequence,
                "entry", JSON.convertValue(entry, Object.class))));
  }

  /** The cluster that an entity id names, when it is another one. */
  private static Optional<String> foreign(String cluster, List<KeyValue> id) {
    String named = AnyValues.text(id, Telemetry.CLUSTER_NAME);
    return named.equals(cluster) ? Optional.empty() : Optional.of(named);
  }

  private static List<KeyValue> map(List<KeyValue> attributes, String key) {
    return AnyValues.find(attributes, key)
        .map(value -> value.getKvlistValue().getValuesList())
        .orElse(List.of());
  }

  private static ApplicationId application(List<KeyValue> id) {
    var application =
        new ApplicationId(
            AnyValues.text(id, Telemetry.APP_NAMESPACE), AnyValues.text(id, Telemetry.APP_NAME));
    checkName(application.namespace());
    checkName(application.name());
    if (application.name().isEmpty()) {
      throw new IllegalArgumentException("no name");
    }
    return application;
  }

  private static void checkName(String name) {
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException("no Kubernetes name is that long");
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
