package io.freehold.telemetry;

import static io.freehold.telemetry.Receiver.attribute;
import static io.freehold.telemetry.Receiver.event;
import static io.freehold.telemetry.Receiver.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ClusterReport;
import io.freehold.api.Condition;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.ReportToken;
import io.freehold.api.Telemetry;
import io.freehold.telemetry.Receiver.Reply;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reporter against a real HTTP receiver. */
class OtlpReporterTest {
  private static final ApplicationId SHOP = new ApplicationId("apps", "shop");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final KeyPair keys = ReportToken.newKeyPair();
  @TempDir private Path directory;
  private Receiver receiver;
  private OtlpReporter reporter;

  @BeforeEach
  void start() {
    receiver = new Receiver();
    reporter = open(OutboxLimit.DEFAULT);
  }

  @AfterEach
  void stop() {
    reporter.close();
    receiver.close();
  }

  @Test
  void clusterStateCarriesWhoSentItAndEverythingThatIsKnown() throws Exception {
    reporter.cluster(cluster("c0ffee"));
    reporter.target(target(Duration.ofSeconds(60)));

    Receiver.Logs logs = receiver.nextLogs();
    assertThat(
            ReportToken.verify(
                    logs.authorization().substring("Bearer ".length()),
                    List.of(keys.getPublic()),
                    Instant.now())
                .cluster())
        .isEqualTo("prod-eu");
    assertThat(attribute(logs.resource(), "k8s.cluster.name").getStringValue())
        .isEqualTo("prod-eu");
    assertThat(attribute(logs.resource(), "k8s.cluster.uid").getStringValue()).isEqualTo("uid-1");
    assertThat(attribute(logs.resource(), "deployment.environment.name").getStringValue())
        .isEqualTo("production");
    LogRecord record = logs.records().getFirst();
    assertThat(record.getEventName()).isEqualTo("entity.state");
    assertThat(attribute(record, "entity.report.interval").getIntValue()).isEqualTo(60);
    assertThat(attribute(record, Telemetry.SEQUENCE).getIntValue()).isPositive();
    var description = attribute(record, "entity.description").getKvlistValue().getValuesList();
    assertThat(attribute(description, "revision").getStringValue()).isEqualTo("c0ffee");
    assertThat(attribute(description, "applications").getArrayValue().getValues(0).getStringValue())
        .isEqualTo("apps/shop");
  }

  @Test
  void clusterStateIsRepeatedWithinTheInterval() throws Exception {
    reporter.cluster(cluster("c0ffee"));
    reporter.target(target(Duration.ofMillis(300)));

    long first = sequence(receiver.nextRecord(state("k8s.cluster")));
    long started = System.nanoTime();
    long second = sequence(receiver.nextRecord(state("k8s.cluster")));
    assertThat(second).isGreaterThan(first);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void fastChangesOfAnApplicationAreSentAsTheNewestOne() throws Exception {
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.application(application("r0"));
    assertThat(revision(receiver.nextRecord(state("gitops.application")))).isEqualTo("r0");

    for (int i = 1; i <= 50; i++) {
      reporter.application(application("r" + i));
    }
    assertThat(revision(receiver.nextRecord(state("gitops.application")))).isEqualTo("r50");
    reporter.application(application("r50"));
    assertThat(receiver.silentFor(1500)).isTrue();
  }

  @Test
  void aVanishedApplicationIsReportedGone() throws Exception {
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.application(application("r0"));
    receiver.nextRecord(state("gitops.application"));
    reporter.applicationGone(SHOP);

    LogRecord gone = receiver.nextRecord(event("entity.delete"));
    var id = attribute(gone, "entity.id").getKvlistValue().getValuesList();
    assertThat(attribute(id, Telemetry.APP_NAME).getStringValue()).isEqualTo("shop");
  }

  @Test
  void aSyncIsAJournalRecordAndASpanInTheTraceOfItsCommit() throws Exception {
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.journal(sync(7, OperationPhase.FAILED));

    LogRecord record = receiver.nextRecord(event("gitops.journal"));
    assertThat(attribute(record, Telemetry.JOURNAL_KIND).getStringValue()).isEqualTo("SYNC");
    assertThat(record.getSeverityNumberValue()).isEqualTo(17);
    Span span = receiver.nextSpan();
    assertThat(span.getName()).isEqualTo("SYNC apps/shop");
    assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
        .isEqualTo(COMMIT.substring(0, 32));
    assertThat(attribute(span.getAttributesList(), "cicd.pipeline.result").getStringValue())
        .isEqualTo("failure");
    assertThat(attribute(span.getAttributesList(), Telemetry.REVISION).getStringValue())
        .isEqualTo(COMMIT);
    assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()).isEqualTo(2_000_000_000L);
  }

  @Test
  void anOutageLosesNoJournalEntryAndRepeatsNone() throws Exception {
    receiver.stop();
    reporter.target(target(Duration.ofSeconds(60)));
    for (int i = 1; i <= 600; i++) {
      reporter.journal(sync(i, OperationPhase.SUCCEEDED));
    }
    awaitFailures(1);
    assertThat(reporter.counters().waiting()).isEqualTo(600);
    receiver.resume();

    List<Long> ids = new ArrayList<>();
    List<Long> sequences = new ArrayList<>();
    while (ids.size() < 600) {
      for (LogRecord record : receiver.nextLogs().records()) {
        ids.add(historyId(record));
        sequences.add(sequence(record));
      }
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(sequences).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < 600; i++) {
      receiver.nextSpan();
    }
  }

  @Test
  void theNextProcessSendsWhatTheLastOneCouldNot() throws Exception {
    reporter.journal(sync(1, OperationPhase.SUCCEEDED));
    reporter.close();
    reporter = open(OutboxLimit.DEFAULT);
    assertThat(reporter.counters().waiting()).isEqualTo(1);
    reporter.journal(sync(2, OperationPhase.SUCCEEDED));
    reporter.target(target(Duration.ofSeconds(60)));

    long first = sequence(receiver.nextRecord(record -> historyId(record) == 1));
    reporter.close();
    reporter = open(OutboxLimit.DEFAULT);
    assertThat(reporter.counters().waiting()).isZero();
    reporter.journal(sync(3, OperationPhase.SUCCEEDED));
    reporter.target(target(Duration.ofSeconds(60)));
    assertThat(sequence(receiver.nextRecord(record -> historyId(record) == 3)))
        .isGreaterThan(first);
  }

  @Test
  void closingSendsWhatIsLeft() throws Exception {
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.application(application("r0"));
    receiver.nextRecord(state("gitops.application"));
    reporter.application(application("r1"));
    reporter.close();
    assertThat(revision(receiver.nextRecord(state("gitops.application")))).isEqualTo("r1");
  }

  @Test
  void retryAfterIsHonoured() throws Exception {
    receiver.answer(Reply.of(429).with("Retry-After", "2"));
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.journal(sync(1, OperationPhase.SUCCEEDED));

    assertThat(receiver.nextLogs().status()).isEqualTo(429);
    long refusedAt = System.nanoTime();
    assertThat(receiver.nextLogs().status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - refusedAt))
        .isGreaterThan(Duration.ofMillis(1900));
  }

  @Test
  void aRefusedIdentityKeepsTheEntryAndSignsAnew() throws Exception {
    receiver.answer(Reply.of(401), Reply.of(503));
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.journal(sync(1, OperationPhase.SUCCEEDED));

    assertThat(receiver.nextLogs().status()).isEqualTo(401);
    assertThat(receiver.nextLogs().status()).isEqualTo(503);
    assertThat(historyId(receiver.nextRecord(event("gitops.journal")))).isEqualTo(1);
    assertThat(reporter.counters().failed()).isEqualTo(2);
    assertThat(reporter.counters().refused()).isZero();
  }

  @Test
  void aBadEntryIsDroppedWithoutItsNeighbours() throws Exception {
    for (int i = 1; i <= 4; i++) {
      reporter.journal(sync(i, OperationPhase.SUCCEEDED));
    }
    // All four, then the first two, then the first one alone: that one is refused.
    receiver.answer(Reply.of(400), Reply.of(400), Reply.of(400));
    reporter.target(target(Duration.ofSeconds(60)));

    assertThat(historyId(receiver.nextRecord(event("gitops.journal")))).isEqualTo(2);
    assertThat(historyId(receiver.nextRecord(event("gitops.journal")))).isEqualTo(3);
    assertThat(reporter.counters().refused()).isEqualTo(1);
  }

  @Test
  void aPartialSuccessIsCountedAndNotSentAgain() throws Exception {
    receiver.answer(
        Reply.of(
            200,
            ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(1)
                        .setErrorMessage("not yours"))
                .build()));
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.journal(sync(1, OperationPhase.SUCCEEDED));
    receiver.nextLogs();
    receiver.nextSpan();
    reporter.journal(sync(2, OperationPhase.SUCCEEDED));

    assertThat(historyId(receiver.nextRecord(event("gitops.journal")))).isEqualTo(2);
    assertThat(reporter.counters().refused()).isEqualTo(1);
  }

  @Test
  void withoutATargetTheJournalIsKeptWithinItsBoundAndTheLossIsReported() throws Exception {
    reporter.close();
    reporter = open(new OutboxLimit(3, 1 << 20));
    for (int i = 1; i <= 5; i++) {
      reporter.journal(sync(i, OperationPhase.SUCCEEDED));
    }
    assertThat(reporter.counters().waiting()).isEqualTo(3);
    assertThat(reporter.counters().lost()).isEqualTo(2);
    reporter.cluster(cluster("c0ffee"));
    reporter.target(target(Duration.ofSeconds(60)));

    LogRecord record = receiver.nextLogs().records().getFirst();
    var description = attribute(record, "entity.description").getKvlistValue().getValuesList();
    assertThat(attribute(description, "outbox").getIntValue()).isEqualTo(3);
    assertThat(attribute(description, "outboxLost").getIntValue()).isEqualTo(2);
    assertThat(historyId(receiver.nextLogs().records().getFirst())).isEqualTo(3);
  }

  @Test
  void aNewEndpointGetsEveryState() throws Exception {
    reporter.target(target(Duration.ofSeconds(60)));
    reporter.cluster(cluster("c0ffee"));
    receiver.nextRecord(state("k8s.cluster"));
    try (var other = new Receiver()) {
      reporter.target(new ReportTarget(other.endpoint() + "/", Duration.ofSeconds(60)));
      other.nextRecord(state("k8s.cluster"));
    }
  }

  private OtlpReporter open(OutboxLimit limit) {
    return OtlpReporter.start(
        new ReporterSettings(
            "prod-eu",
            "instance-1",
            "0.1.0",
            keys::getPrivate,
            directory,
            limit,
            Duration.ofSeconds(5),
            Clock.systemUTC(),
            new Random(1),
            _ -> {},
            Optional.empty()));
  }

  private ReportTarget target(Duration interval) {
    return new ReportTarget(receiver.endpoint(), interval);
  }

  private void awaitFailures(long atLeast) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (reporter.counters().failed() < atLeast && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(reporter.counters().failed()).isGreaterThanOrEqualTo(atLeast);
  }

  private static ClusterReport cluster(String revision) {
    return new ClusterReport(
        "prod-eu",
        "uid-1",
        Map.of("env", "production"),
        "v1.36.3",
        "0.1.0",
        "2026-11-21T08:00:00Z",
        "ssh://git@example.org/fleet.git",
        "clusters/prod-eu",
        revision,
        new Condition(Condition.SOURCE_AVAILABLE, "True", "Fetched", "", "", 0),
        List.of("apps/shop"),
        0,
        0);
  }

  private static ApplicationReport application(String revision) {
    var status =
        new ApplicationStatus(
            1,
            revision,
            "",
            ApplicationStatus.EMPTY.sync(),
            ApplicationStatus.EMPTY.health(),
            ApplicationStatus.EMPTY.operation(),
            List.of(),
            List.of(),
            ApplicationStatus.EMPTY.summary());
    return new ApplicationReport(
        SHOP.namespace(), SHOP.name(), "default", "", "ssh://git@example.org/a.git", "a", status);
  }

  private static JournalEntry sync(long id, OperationPhase phase) {
    return JournalEntry.sync(
        SHOP,
        new HistoryEntry(
            id,
            phase,
            COMMIT,
            "sha256:1",
            "2026-11-21T08:00:00Z",
            "2026-11-21T08:00:02Z",
            "done",
            1,
            2,
            3));
  }

  private static long sequence(LogRecord record) {
    return attribute(record, Telemetry.SEQUENCE).getIntValue();
  }

  private static String revision(LogRecord record) {
    var description = attribute(record, "entity.description").getKvlistValue().getValuesList();
    var status = attribute(description, "status").getKvlistValue().getValuesList();
    return attribute(status, "revision").getStringValue();
  }

  private static long historyId(LogRecord record) {
    var entry = attribute(record, Telemetry.JOURNAL_ENTRY).getKvlistValue().getValuesList();
    var sync = attribute(entry, "sync").getKvlistValue().getValuesList();
    return attribute(sync, "id").getIntValue();
  }
}
