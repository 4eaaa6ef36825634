package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.HealthState;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Applications of argoproj.io as the reading commands see them. */
class ArgoViewTest {
  @Test
  void its_status_is_told_in_our_words() throws IOException {
    Application application =
        view(
            """
            metadata: {name: guestbook, namespace: argocd, uid: u1, generation: 3}
            spec:
              project: default
              source: {repoURL: "https://git.example.org/apps", path: guestbook, targetRevision: HEAD}
              destination: {namespace: guestbook}
            status:
              sync: {status: OutOfSync, revision: c2}
              health: {status: Degraded, message: "pod fails"}
              operationState:
                phase: Terminating
                startedAt: "2026-01-01T00:00:00Z"
                message: one of 2
                syncResult: {revision: c2}
              history:
                - {id: 0, revision: c1, deployStartedAt: "2026-01-01T00:00:00Z", deployedAt: "2026-01-01T00:00:01Z", initiatedBy: {automated: true}}
                - {id: 1, revision: c2, deployedAt: "2026-01-02T00:00:01Z", initiatedBy: {username: ada}}
              conditions: [{type: SyncError, message: "no such kind", lastTransitionTime: "2026-01-02T00:00:00Z"}]
              resources:
                - {kind: Service, version: v1, name: a, status: Synced, health: {status: Healthy}}
                - {kind: ConfigMap, version: v1, name: b, status: OutOfSync}
                - {group: apps, kind: Deployment, version: v1, name: c, status: Synced, health: {status: Degraded}}
            """);
    assertThat(ArgoView.is(application)).isTrue();
    assertThat(application.id()).hasToString("argocd/guestbook");
    assertThat(application.spec().sources().getFirst().path()).isEqualTo("guestbook");
    ApplicationStatus status = application.status();
    assertThat(status.sync()).isEqualTo(SyncState.OUT_OF_SYNC);
    assertThat(status.health().status()).isEqualTo(HealthState.DEGRADED);
    assertThat(status.health().message()).isEqualTo("pod fails");
    assertThat(status.revision()).isEqualTo("c2");
    assertThat(status.operation().phase()).isEqualTo(OperationPhase.RUNNING);
    assertThat(status.history())
        .extracting(entry -> entry.id() + " " + entry.revision() + " " + entry.initiatedBy())
        .containsExactly("1 c2 ada", "0 c1 ");
    assertThat(status.conditions())
        .extracting(condition -> condition.type() + "=" + condition.status())
        .containsExactly("Ready=False", "SyncError=True");
    assertThat(status.summary().objects()).isEqualTo(3);
    assertThat(status.summary().synced()).isEqualTo(2);
    assertThat(status.summary().healthy()).isEqualTo(2);
  }

  @Test
  void one_that_nobody_looked_at_is_unknown() throws IOException {
    Application application = view("metadata: {name: new, namespace: argocd}");
    assertThat(application.status().sync()).isEqualTo(SyncState.UNKNOWN);
    assertThat(application.status().health().status()).isEqualTo(HealthState.UNKNOWN);
    assertThat(application.spec().sources()).isEmpty();
    assertThat(application.status().history()).isEmpty();
  }

  @Test
  void several_sources_have_several_revisions() throws IOException {
    Application application =
        view(
            """
            metadata: {name: two, namespace: argocd}
            spec: {sources: [{repoURL: "https://a.example.org", path: a}, {repoURL: "https://b.example.org", chart: b}]}
            status: {sync: {status: Synced, revisions: [c1, "1.2.3"]}, health: {status: Healthy}}
            """);
    assertThat(application.status().revision()).isEqualTo("c1+1.2.3");
    assertThat(application.spec().sources()).hasSize(2);
    assertThat(application.status().conditions().getFirst().status()).isEqualTo("True");
  }

  private static Application view(String yaml) throws IOException {
    return ArgoView.of(new ObjectMapper(new YAMLFactory()).readTree(yaml));
  }
}
