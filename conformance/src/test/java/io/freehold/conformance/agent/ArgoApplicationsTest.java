package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.local.LocalCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Argo CD's Applications, looked after by a real agent on a real API server. */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArgoApplicationsTest {
  /** The lease of a killed agent has to run out first. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(90);

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String FINALIZER = "resources-finalizer.argocd.argoproj.io";

  private final Api api;
  private final TestCluster cluster;
  private final TestRepository registry;
  private final AgentUnderTest agent;

  ArgoApplicationsTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.cluster = cluster;
    this.registry = registry;
    ArgoFixture.install(cluster);
    Prerequisites.folder(registry);
    this.agent = new AgentUnderTest(cluster, registry, directory, ArgoFixture.ENVIRONMENT);
  }

  @AfterAll
  void end() {
    agent.close();
  }

  @Test
  void anApplicationWaitsForItsOperationAndKeepsWhatCameOut() {
    application("manual", Map.of("a.yaml", map("a", "1")), "", "");
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(text("manual", "/status/sync/status")).isEqualTo("OutOfSync");
          assertThat(text("manual", "/status/health/status")).isEqualTo("Missing");
        });
    assertThat(api.get(configMap("manual", "a")).isMissingNode()).isTrue();

    sync("manual", "{}");
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(text("manual", "/status/sync/status")).isEqualTo("Synced");
          assertThat(text("manual", "/status/operationState/phase")).isEqualTo("Succeeded");
          assertThat(get("manual").path("operation").isMissingNode()).isTrue();
          assertThat(get("manual").at("/status/history")).hasSize(1);
        });
    assertThat(
            api.get(configMap("manual", "a"))
                .at("/metadata/annotations/argocd.argoproj.io~1tracking-id")
                .asText())
        .isEqualTo("manual:/ConfigMap:manual/a");
  }

  @Test
  void driftIsRevertedAndWhatGitDroppedIsPrunedWhereThatIsAutomated() {
    application(
        "auto",
        Map.of("a.yaml", map("a", "1"), "b.yaml", map("b", "1")),
        "",
        // Nobody collects garbage here, which a deletion in the foreground waits for.
        "syncPolicy: {automated: {prune: true, selfHeal: true},"
            + " syncOptions: [PrunePropagationPolicy=background]}");
    synced("auto");

    api.patch(configMap("auto", "a"), "{\"data\": {\"key\": \"changed\"}}");
    Eventually.within(
        LIMIT,
        () -> assertThat(api.get(configMap("auto", "a")).at("/data/key").asText()).isEqualTo("1"));

    registry.delete("apps/auto/b.yaml");
    Eventually.within(
        LIMIT, () -> assertThat(api.get(configMap("auto", "b")).isMissingNode()).isTrue());
    assertThat(api.get(configMap("auto", "a")).isMissingNode()).isFalse();
  }

  @Test
  void anApplicationTakesItsObjectsWithItOnlyWithTheFinalizer() {
    application("leaves", Map.of("a.yaml", map("a", "1")), "", "syncPolicy: {automated: {}}");
    application(
        "cascades",
        Map.of("a.yaml", map("a", "1")),
        "finalizers: [" + FINALIZER + "/background]",
        "syncPolicy: {automated: {}}");
    synced("leaves");
    synced("cascades");

    api.delete(path("leaves"));
    api.delete(path("cascades"));
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(get("leaves").isMissingNode()).isTrue();
          assertThat(get("cascades").isMissingNode()).isTrue();
          assertThat(api.get(configMap("cascades", "a")).isMissingNode()).isTrue();
        });
    assertThat(api.get(configMap("leaves", "a")).isMissingNode()).isFalse();
  }

  @Test
  void aProjectForbidsANamespaceUntilItAllowsIt() {
    ArgoFixture.apply(
        cluster,
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: narrow, namespace: argocd}
        spec: {sourceRepos: ["*"], destinations: [{server: "*", namespace: other}]}
        """);
    application(
        "narrow",
        Map.of("a.yaml", map("a", "1")),
        "",
        "project: narrow\n  syncPolicy: {automated: {}}");
    Eventually.within(
        LIMIT,
        () ->
            assertThat(text("narrow", "/status/conditions/0/type")).isEqualTo("InvalidSpecError"));
    assertThat(api.get(configMap("narrow", "a")).isMissingNode()).isTrue();

    api.patch(
        "/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects/narrow",
        "{\"spec\": {\"destinations\": [{\"server\": \"*\", \"namespace\": \"nar*\"}]}}");
    synced("narrow");
  }

  @Test
  void anOperationGoesOnAfterTheAgentWasKilled() throws Exception {
    application(
        "killed",
        Map.of("crd.yaml", definition(), "a.yaml", part(), "b.yaml", waved(map("b", "1"))),
        "",
        "");
    Eventually.within(
        LIMIT, () -> assertThat(text("killed", "/status/sync/status")).isEqualTo("OutOfSync"));
    sync("killed", "{}");
    String part = "/apis/argo.example.org/v1/namespaces/killed/parts/a";
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(text("killed", "/status/operationState/phase")).isEqualTo("Running");
          assertThat(api.get(part).isMissingNode()).isFalse();
        });
    agent.kill();
    String uid = api.get(part).at("/metadata/uid").asText();
    api.patch(part, "{\"status\": {\"phase\": \"Ready\"}}");
    assertThat(api.get(configMap("killed", "b")).isMissingNode()).isTrue();

    agent.restart();
    Eventually.within(
        AFTER_KILL,
        () -> {
          assertThat(text("killed", "/status/operationState/phase")).isEqualTo("Succeeded");
          assertThat(api.get(configMap("killed", "b")).isMissingNode()).isFalse();
        });
    assertThat(api.get(part).at("/metadata/uid").asText()).isEqualTo(uid);
  }

  @Test
  void a_hook_whose_creation_was_not_written_down_is_not_run_again() throws Exception {
    application("crashed", Map.of("job.yaml", hook(), "a.yaml", map("a", "1")), "", "");
    Eventually.within(
        LIMIT, () -> assertThat(text("crashed", "/status/sync/status")).isEqualTo("OutOfSync"));
    sync("crashed", "{}");
    String job = "/apis/batch/v1/namespaces/crashed/jobs/migrate";
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(text("crashed", "/status/operationState/phase")).isEqualTo("Running");
          assertThat(api.get(job).isMissingNode()).isFalse();
          // Also written down, so that what is taken away below is just that.
          assertThat(get("crashed").at("/status/operationState/syncResult/resources")).isNotEmpty();
        });
    agent.kill();
    String uid = api.get(job).at("/metadata/uid").asText();
    // As if the agent had died after it had created the hook, and before it had said so.
    api.patch(
        path("crashed"),
        "{\"status\": {\"operationState\": {\"syncResult\": {\"resources\": null}}}}");
    agent.restart();
    Eventually.within(
        AFTER_KILL,
        () ->
            assertThat(get("crashed").at("/status/operationState/syncResult/resources"))
                .isNotEmpty());
    assertThat(api.get(job).at("/metadata/uid").asText()).isEqualTo(uid);
    api.patch(
        job + "/status",
        """
        {"status": {"startTime": "2026-01-01T00:00:00Z", "completionTime": "2026-01-01T00:01:00Z",
          "succeeded": 1, "conditions": [
            {"type": "SuccessCriteriaMet", "status": "True"}, {"type": "Complete", "status": "True"}]}}
        """);
    Eventually.within(
        LIMIT,
        () -> assertThat(text("crashed", "/status/operationState/phase")).isEqualTo("Succeeded"));
    assertThat(api.get(job).at("/metadata/uid").asText()).isEqualTo(uid);
    assertThat(api.get(configMap("crashed", "a")).isMissingNode()).isFalse();
  }

  private static String hook() {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: migrate
      annotations: {argocd.argoproj.io/hook: PreSync}
    spec:
      template:
        spec: {restartPolicy: Never, containers: [{name: a, image: "example.org/a:1"}]}
    """;
  }

  private void application(String name, Map<String, String> files, String metadata, String spec) {
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(name));
    ArgoFixture.apply(
        cluster,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: argocd-cm, namespace: argocd}
        data:
          resource.customizations.health.argo.example.org_Part: |
            if obj.status ~= nil and obj.status.phase == "Ready" then
              return {status = "Healthy"}
            end
            return {status = "Progressing", message = "not ready"}
        """);
    for (Map.Entry<String, String> file : files.entrySet()) {
      registry.commit(Map.of("apps/" + name + "/" + file.getKey(), file.getValue()));
    }
    ArgoFixture.apply(
        cluster,
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: %1$s
          namespace: argocd
          %2$s
        spec:
          destination: {server: "https://kubernetes.default.svc", namespace: %1$s}
          source: {repoURL: "%3$s", path: apps/%1$s, targetRevision: HEAD}
          %4$s
        """
            .formatted(name, metadata, registry.url(), spec));
  }

  private void sync(String name, String operation) {
    api.patch(path(name), "{\"operation\": {\"sync\": " + operation + "}}");
  }

  private void synced(String name) {
    Eventually.within(
        LIMIT, () -> assertThat(text(name, "/status/sync/status")).as(name).isEqualTo("Synced"));
  }

  private String text(String name, String pointer) {
    return get(name).at(pointer).asText();
  }

  private JsonNode get(String name) {
    return api.get(path(name));
  }

  private static String path(String name) {
    return "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/" + name;
  }

  private static String map(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
    data: {key: "%s"}
    """
        .formatted(name, value);
  }

  private static String waved(String object) {
    return object.replace(
        "metadata:\n", "metadata:\n  annotations: {argocd.argoproj.io/sync-wave: '1'}\n");
  }

  private static String part() {
    return "{apiVersion: argo.example.org/v1, kind: Part, metadata: {name: a}}";
  }

  private static String definition() {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: parts.argo.example.org}
    spec:
      group: argo.example.org
      scope: Namespaced
      names: {kind: Part, plural: parts}
      versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
    """;
  }
}
