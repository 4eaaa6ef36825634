package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ClusterReport;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.ObjectDifference;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import io.freehold.dialect.ArgoApplication;
import io.freehold.telemetry.ReportTarget;
import io.freehold.telemetry.Reporter;
import io.freehold.telemetry.ReporterCounters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgoReportsTest {
  private static final String RUNNING =
      """
      {"operation": {}, "phase": "Running", "message": "", "startedAt": "2026-01-01T10:00:00Z"}\
      """;
  private static final String FAILED =
      """
      {"operation": {"initiatedBy": {"username": "mira"}}, "phase": "Failed", "message": "it broke",
       "startedAt": "2026-01-01T10:00:00Z", "finishedAt": "2026-01-01T10:00:05Z",
       "syncResult": {"revision": "abc", "resources": [{"kind": "ConfigMap", "name": "a", "status": "Synced"},
         {"kind": "ConfigMap", "name": "b", "status": "Pruned"}]}}\
      """;

  private final Told told = new Told();
  private final ArgoReports reports = new ArgoReports(told);

  @Test
  void theStateIsToldInOurTerms() {
    reports.tell(application(RUNNING));
    ApplicationReport report = told.states.getLast();
    assertThat(report.id()).isEqualTo(new ApplicationId("argocd", "shop"));
    assertThat(report.project()).isEqualTo("team");
    assertThat(report.parent()).isEqualTo("argocd/all");
    assertThat(report.source()).isEqualTo("https://git.example.org/shop.git");
    assertThat(report.path()).isEqualTo("deploy");
    ApplicationStatus status = report.status();
    assertThat(status.sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(status.health().status()).isEqualTo(HealthState.DEGRADED);
    assertThat(status.revision()).isEqualTo("first");
    assertThat(status.comparedRevision()).isEqualTo("second");
    assertThat(status.operation().phase()).isEqualTo(OperationPhase.RUNNING);
    assertThat(status.summary().objects()).isEqualTo(3);
    assertThat(status.summary().synced()).isEqualTo(1);
    assertThat(status.differences())
        .extracting(ObjectDifference::name, ObjectDifference::state)
        .containsExactly(
            tuple("b", ObjectDifference.State.MISSING),
            tuple("c", ObjectDifference.State.REQUIRES_PRUNING));
    assertThat(status.conditions().getFirst().type()).isEqualTo("SyncError");
  }

  @Test
  void aSyncThatEndsIsJournaledOnce() {
    reports.tell(application(RUNNING));
    reports.tell(application(FAILED));
    reports.tell(application(FAILED));
    assertThat(told.journal).hasSize(1);
    JournalEntry entry = told.journal.getFirst();
    assertThat(entry.kind()).isEqualTo(JournalEntry.Kind.SYNC);
    assertThat(entry.sync().phase()).isEqualTo(OperationPhase.FAILED);
    assertThat(entry.sync().initiatedBy()).isEqualTo("mira");
    assertThat(entry.sync().revision()).isEqualTo("abc");
    assertThat(entry.sync().updated()).isEqualTo(1);
    assertThat(entry.sync().pruned()).isEqualTo(1);
    assertThat(told.states).hasSize(2);
  }

  @Test
  void whatEndedBeforeTheAgentStartedIsNotJournaledAgain() {
    reports.tell(application(FAILED));
    assertThat(told.journal).isEmpty();
    assertThat(told.states).hasSize(1);
  }

  @Test
  void anApplicationThatIsGoneIsToldAsGone() {
    reports.tell(application(RUNNING));
    reports.gone(new ApplicationId("argocd", "shop"));
    assertThat(told.gone).containsExactly(new ApplicationId("argocd", "shop"));
  }

  private static ArgoApplication application(String operation) {
    try {
      return ArgoApplication.read(
          new ObjectMapper()
              .readTree(
                  """
                  {"metadata": {"name": "shop", "namespace": "argocd", "generation": 3,
                    "annotations": {"argocd.argoproj.io/tracking-id": "all:argoproj.io/Application:argocd/shop"}},
                   "spec": {"project": "team", "source": {"repoURL": "https://me:secret@git.example.org/shop.git", "path": "deploy"}},
                   "status": {"sync": {"status": "OutOfSync", "revision": "second"}, "health": {"status": "Degraded"},
                    "history": [{"id": 0, "revision": "first", "deployedAt": "2026-01-01T09:00:00Z"}],
                    "conditions": [{"type": "SyncError", "message": "m"}],
                    "resources": [{"kind": "ConfigMap", "name": "a", "status": "Synced"},
                      {"kind": "ConfigMap", "name": "b", "status": "OutOfSync", "health": {"status": "Missing"}},
                      {"kind": "ConfigMap", "name": "c", "status": "OutOfSync", "requiresPruning": true}],
                    "operationState": %s}}
                  """
                      .formatted(operation)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Remembers what it is told. */
  private static final class Told implements Reporter {
    private final List<ApplicationReport> states = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<ApplicationId> gone = new ArrayList<>();

    @Override
    public void cluster(ClusterReport report) {}

    @Override
    public void application(ApplicationReport report) {
      states.add(report);
    }

    @Override
    public void applicationGone(ApplicationId application) {
      gone.add(application);
    }

    @Override
    public void journal(JournalEntry entry) {
      journal.add(entry);
    }

    @Override
    public void target(ReportTarget target) {}

    @Override
    public ReporterCounters counters() {
      return Reporter.NONE.counters();
    }

    @Override
    public void close() {}
  }
}
