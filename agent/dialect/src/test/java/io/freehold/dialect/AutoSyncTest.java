package io.freehold.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoSyncTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SOURCE = "{repoURL: https://git.example.org/a.git, path: x}";
  private static final String OUT =
      "resources: [{kind: ConfigMap, version: v1, namespace: ns, name: a, status: OutOfSync}], sync: {status: OutOfSync, revision: c1}";

  @Test
  void nothingHappensUnlessItIsSwitchedOn() {
    assertThat(verdict("{}", OUT)).isInstanceOf(AutoSync.Verdict.Nothing.class);
    assertThat(verdict("{automated: {enabled: false}}", OUT))
        .isInstanceOf(AutoSync.Verdict.Nothing.class);
  }

  @Test
  void aNewCommitIsSyncedOnceWithTheOptionsOfThePolicy() {
    var start =
        (AutoSync.Verdict.Start)
            verdict("{automated: {prune: true}, syncOptions: [CreateNamespace=true]}", OUT);
    assertThat(start.operation().automated()).isTrue();
    assertThat(start.operation().what().revision()).isEqualTo("c1");
    assertThat(start.operation().what().prune()).isTrue();
    assertThat(start.operation().what().syncOptions()).containsExactly("CreateNamespace=true");
    assertThat(verdict("{automated: {}}", OUT + ", " + attempted("Succeeded")))
        .isInstanceOf(AutoSync.Verdict.Nothing.class);
  }

  @Test
  void aCommitThatFailedIsNotTriedAgain() {
    var refused =
        (AutoSync.Verdict.Refused)
            verdict("{automated: {selfHeal: true}}", OUT + ", " + attempted("Failed"));
    assertThat(refused.message()).contains("c1", "refused");
  }

  @Test
  void healingSyncsOnlyWhatDiffers() {
    var start =
        (AutoSync.Verdict.Start)
            verdict("{automated: {selfHeal: true}}", OUT + ", " + attempted("Succeeded"));
    assertThat(start.operation().what().resources())
        .containsExactly(new ArgoOperation.Selected("", "ConfigMap", "a", "ns"));
  }

  @Test
  void everythingIsNotPrunedUnlessThatIsAllowed() {
    String all =
        "resources: [{kind: ConfigMap, version: v1, namespace: ns, name: a, status: OutOfSync, requiresPruning: true}], sync: {status: OutOfSync, revision: c1}";
    assertThat(verdict("{automated: {prune: true}}", all))
        .isInstanceOf(AutoSync.Verdict.Refused.class);
    assertThat(verdict("{automated: {prune: true, allowEmpty: true}}", all))
        .isInstanceOf(AutoSync.Verdict.Start.class);
    assertThat(verdict("{automated: {}}", all)).isInstanceOf(AutoSync.Verdict.Nothing.class);
  }

  private static String attempted(String phase) {
    return "operationState: {operation: {sync: {}}, phase: %s, message: refused, startedAt: '2025-01-01T00:00:00Z', finishedAt: '2025-01-01T00:00:00Z', syncResult: {revision: c1, source: %s}}"
        .formatted(phase, SOURCE);
  }

  private static AutoSync.Verdict verdict(String policy, String status) {
    JsonNode object =
        Json.yaml(
            "application",
            "{metadata: {name: a, namespace: argocd}, spec: {source: %s, syncPolicy: %s}, status: {%s}}"
                .formatted(SOURCE, policy, status));
    ArgoApplication application = ArgoApplication.read(object);
    List<JsonNode> sources = application.spec().allSources();
    return AutoSync.of(application, application.status(), sources, true, NOW);
  }
}
