package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.application;
import static io.freehold.conformance.agent.Api.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.local.GitServer;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each test has applications and a namespace of its own; the agent is the same until tests that end
 * it.
 */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgentTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  // Tests without an order come before it.
  private static final int LAST = Order.DEFAULT + 1;

  private final Api api;
  private final GitServer git;
  private final TestRepository registry;
  private final AgentUnderTest agent;

  AgentTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      GitServer git,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.git = git;
    this.registry = registry;
    Prerequisites.install(cluster, registry);
    this.agent = new AgentUnderTest(cluster, registry, directory);
  }

  @BeforeAll
  void theFolderOfTheClusterIsTheRoot() {
    ready("root");
    assertThat(api.get("/apis/freehold.io/v1/clusters/test").isMissingNode()).isFalse();
  }

  @AfterAll
  void end() {
    agent.close();
  }

  @Test
  void aFolderIsAppliedChangedAndPruned() {
    commit(
        "basic",
        Map.of("a.yaml", map("a", "1") + "---\n" + map("b", "1"), "c.yaml", map("c", "1")));
    ready("basic");
    assertThat(api.maps("basic")).containsExactly("a", "b", "c");

    registry.delete("apps/basic/c.yaml");
    String head = registry.commit(Map.of("apps/basic/a.yaml", map("a", "2")));
    at("basic", head);
    assertThat(api.maps("basic")).containsExactly("a");
    assertThat(api.value("basic", "a")).isEqualTo("2");
  }

  @Test
  void aChartSeesItsClusterAndIsAppliedLikeAFolder() {
    commit(
        "chart",
        Map.of(
            "Chart.yaml",
                "{apiVersion: v2, name: chart, version: 1.0.0, kubeVersion: '>=1.30.0-0'}",
            "values.yaml", "text: 'one'",
            "templates/all.yaml",
                """
                {{- if .Capabilities.APIVersions.Has "freehold.io/v1/Application" }}
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {key: {{ .Values.text | quote }}}}
                {{- end }}
                """));
    ready("chart");
    assertThat(api.maps("chart")).containsExactly("a");

    String head = registry.commit(Map.of("apps/chart/values.yaml", "text: 'two'"));
    at("chart", head);
    assertThat(api.get(configMap("chart", "a")).at("/data/key").asText()).isEqualTo("two");
  }

  @Test
  void aChartFindsInTheClusterWhatItsProjectAllowsAndNoSecrets() {
    commit("given", Map.of("a.yaml", map("a", "seen") + "---\n" + secret("s")));
    ready("given");
    registry.commit(
        Map.of(
            "clusters/test/looking.yaml",
            """
            apiVersion: freehold.io/v1
            kind: Project
            metadata: {name: looking, namespace: freehold-system}
            spec:
              sources: ['*']
              namespaces: [given, looking]
              clusterKinds: {allow: [{kind: Namespace}]}
              lookups: [{kind: '*'}]
            ---
            """
                + app("looking", "apps/looking", "looking")
                    .replace("spec:\n", "spec:\n  project: looking\n"),
            "apps/looking/Chart.yaml",
            "{apiVersion: v2, name: looking, version: 1.0.0}",
            "apps/looking/templates/all.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: found}
            data:
              key: {{ dig "data" "key" "nothing" (lookup "v1" "ConfigMap" "given" "a") }}
              all: {{ len (lookup "v1" "ConfigMap" "given" "").items | quote }}
              secret: {{ lookup "v1" "Secret" "given" "s" | toJson | quote }}
              elsewhere: {{ lookup "v1" "ConfigMap" "kube-system" "kube-root-ca.crt" | toJson | quote }}
            """));
    ready("looking");
    JsonNode data = api.get(configMap("looking", "found")).path("data");
    assertThat(data.path("key").asText()).isEqualTo("seen");
    assertThat(data.path("all").asInt()).isPositive();
    assertThat(data.path("secret").asText()).isEqualTo("{}");
    assertThat(data.path("elsewhere").asText()).isEqualTo("{}");
  }

  private static String secret(String name) {
    return "apiVersion: v1\nkind: Secret\nmetadata: {name: %s}\nstringData: {key: hidden}\n"
        .formatted(name);
  }

  @Test
  void anApplicationOfApplicationsIsReadyWhenItsChildrenAre() {
    registry.commit(
        Map.of(
            "apps/parent/child.yaml", app("child", "apps/child", "child"),
            "apps/child/a.yaml", map("a", "1")));
    commit("parent", Map.of());
    ready("parent");
    ready("child");
    assertThat(api.value("child", "a")).isEqualTo("1");

    registry.delete("clusters/test/parent.yaml");
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(api.get(application("parent")).isMissingNode()).isTrue();
          assertThat(api.get(application("child")).isMissingNode()).isTrue();
          assertThat(api.maps("child")).isEmpty();
        });
  }

  @Test
  void aDefinitionAndItsObjectsComeTogether() {
    commit(
        "widgets",
        Map.of(
            "a-widget.yaml",
            "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: one}\nspec: {size: 1}\n",
            "definition.yaml",
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.org}
            spec:
              group: example.org
              scope: Namespaced
              names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties: {spec: {type: object, properties: {size: {type: integer}}}}
            """));
    ready("widgets");
    String widget = "/apis/example.org/v1/namespaces/widgets/widgets/one";
    assertThat(api.get(widget).path("spec").path("size").asInt()).isEqualTo(1);

    api.patch(widget, "{\"spec\":{\"size\":7}}");
    Eventually.within(
        LIMIT, () -> assertThat(api.get(widget).path("spec").path("size").asInt()).isEqualTo(1));
  }

  @Test
  void aHookFinishesBeforeAnythingIsAppliedAndGoesWhenItSucceeded() {
    commit(
        "hooks",
        Map.of(
            "a.yaml",
            map("a", "1"),
            "migrate.yaml",
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: migrate
              annotations:
                argocd.argoproj.io/hook: PreSync
                argocd.argoproj.io/hook-delete-policy: HookSucceeded
            spec:
              template:
                spec: {restartPolicy: Never, containers: [{name: a, image: "example.org/a:1"}]}
            """));
    String job = "/apis/batch/v1/namespaces/hooks/jobs/migrate";
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.get(job).at("/metadata/finalizers").toString())
                .contains("argocd.argoproj.io/hook-finalizer"));
    assertThat(api.maps("hooks")).isEmpty();

    // Without controllers nothing finishes the Job but this test.
    api.patch(
        job + "/status",
        """
        {"status": {"startTime": "2026-01-01T00:00:00Z", "completionTime": "2026-01-01T00:01:00Z",
          "succeeded": 1, "conditions": [
            {"type": "SuccessCriteriaMet", "status": "True"}, {"type": "Complete", "status": "True"}]}}
        """);
    ready("hooks");
    assertThat(api.maps("hooks")).containsExactly("a");
    assertThat(api.get(job).isMissingNode()).isTrue();
  }

  @Test
  void aWaveWaitsForTheHealthOfTheOneBefore() {
    // Without controllers nothing makes the claim Bound but this test.
    commit(
        "waves",
        Map.of(
            "first.yaml",
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: disk}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """,
            "second.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: late, annotations: {freehold.io/wave: "1"}}
            data: {key: "1"}
            """));
    String claim = "/api/v1/namespaces/waves/persistentvolumeclaims/disk";
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.status("waves").path("operation").path("message").asText())
                .contains("PersistentVolumeClaim waves/disk"));
    assertThat(api.maps("waves")).isEmpty();
    api.patch(claim + "/status", "{\"status\":{\"phase\":\"Bound\"}}");
    ready("waves");
    assertThat(api.maps("waves")).containsExactly("late");
  }

  @Test
  void anEmptiedFolderAndBrokenYamlPruneNothingAndSayWhere() {
    commit("guard", Map.of("a.yaml", map("a", "1")));
    ready("guard");
    registry.commit(Map.of("apps/guard/b.yaml", "apiVersion: v1\nkind: [\n"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("guard", "Rendered")).startsWith("False apps/guard/b.yaml:"));
    assertThat(api.maps("guard")).containsExactly("a");

    registry.delete("apps/guard");
    registry.commit(Map.of("apps/guard/README.md", "nothing here"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("guard", "Rendered")).startsWith("False there is no object"));
    assertThat(api.maps("guard")).containsExactly("a");
    assertThat(api.status("guard").path("sync").asText()).isEqualTo("Unknown");
  }

  @Test
  void whatOthersMadeOrCopiedIsNotPruned() {
    commit("copies", Map.of("a.yaml", map("a", "1"), "b.yaml", map("b", "1")));
    ready("copies");
    JsonNode metadata = api.get(configMap("copies", "a")).path("metadata");
    api.create(
        "/api/v1/namespaces/copies/configmaps",
        "{\"metadata\":{\"name\":\"copy\",\"labels\":%s,\"annotations\":%s}}"
            .formatted(metadata.path("labels"), metadata.path("annotations")));
    api.patch(
        configMap("copies", "b"),
        "{\"metadata\":{\"annotations\":{\"freehold.io/prune\":\"disabled\"}}}");
    String head = registry.delete("apps/copies/b.yaml");
    at("copies", head);
    assertThat(api.maps("copies")).containsExactly("a", "b", "copy");
  }

  @Test
  void ownedFieldsAreRevertedAndForeignOnesStay() {
    commit("drift", Map.of("a.yaml", map("a", "1") + "---\n" + map("b", "1")));
    ready("drift");
    api.patch(configMap("drift", "a"), "{\"metadata\":{\"annotations\":{\"me\":\"too\"}}}");
    for (int i = 0; i < 3; i++) {
      api.patch(configMap("drift", "a"), "{\"data\":{\"key\":\"evil-" + i + "\"}}");
      Eventually.within(LIMIT, () -> assertThat(api.value("drift", "a")).isEqualTo("1"));
    }
    assertThat(
            api.get(configMap("drift", "a"))
                .path("metadata")
                .path("annotations")
                .path("me")
                .asText())
        .isEqualTo("too");

    api.delete(configMap("drift", "b"));
    Eventually.within(LIMIT, () -> assertThat(api.value("drift", "b")).isEqualTo("1"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.status("drift").path("summary").path("driftRepairs").asInt())
                .isEqualTo(4));
  }

  @Test
  void oneBrokenApplicationDoesNotStopAnother() {
    commit(
        "broken",
        Map.of(
            "bad.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Not_Valid}\n",
            "good.yaml",
            map("good", "1")));
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(api.status("broken").path("operation").path("phase").asText())
              .isEqualTo("Failed");
          assertThat(api.status("broken").path("operation").path("message").asText())
              .contains("Not_Valid")
              .contains("apps/broken/bad.yaml:1");
        });
    assertThat(api.maps("broken")).containsExactly("good");
    commit("intact", Map.of("a.yaml", map("a", "1")));
    ready("intact");
  }

  @Test
  void anApplicationThatCannotBeReadSaysWhichFieldAndSoDoesItsParent() {
    registry.commit(
        Map.of(
            "apps/family/bad.yaml",
            app("bad", "apps/bad", "bad").replace("sync: {", "sync: {retry: {limit: 3000000000}, "),
            "apps/family/good.yaml",
            app("good", "apps/good", "good"),
            "apps/good/a.yaml",
            map("a", "1")));
    commit("family", Map.of());
    ready("good");
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(api.condition("bad", "Stalled")).startsWith("True spec.sync.retry.limit: ");
          assertThat(api.condition("bad", "Ready")).startsWith("False spec.sync.retry.limit: ");
          assertThat(api.status("family").path("health").path("message").asText())
              .contains("freehold-system/bad", "spec.sync.retry.limit: ");
        });
  }

  @Test
  @Order(LAST)
  void aGitServerThatIsDownIsAConditionOnly() throws IOException {
    commit("offline", Map.of("a.yaml", map("a", "1")));
    ready("offline");
    git.stopListening();
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("offline", "SourceAvailable")).startsWith("False "));
    assertThat(api.condition("offline", "Ready")).startsWith("True");
    api.patch(configMap("offline", "a"), "{\"data\":{\"key\":\"evil\"}}");
    Eventually.within(LIMIT, () -> assertThat(api.value("offline", "a")).isEqualTo("1"));
    git.resumeListening();
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("offline", "SourceAvailable")).startsWith("True"));
  }

  @Test
  @Order(LAST + 1)
  void anAgentKilledInTheMiddleOfASyncCompletesItWhenItIsStartedAgain() throws Exception {
    int objects = 400;
    commit("large", Map.of("old.yaml", map("old", "1")));
    ready("large");
    String all =
        IntStream.range(0, objects)
            .mapToObj(i -> map("item-" + i, "1"))
            .collect(Collectors.joining("---\n"));
    registry.delete("apps/large/old.yaml");
    String head = registry.commit(Map.of("apps/large/all.yaml", all));
    Eventually.within(LIMIT, () -> assertThat(api.maps("large").size()).isGreaterThan(20));
    agent.kill();
    assertThat(api.maps("large")).hasSizeLessThan(objects).contains("old");

    agent.restart();
    at("large", head);
    assertThat(api.maps("large")).hasSize(objects).doesNotContain("old");
    assertThat(api.status("large").path("sync").asText()).isEqualTo("Synced");
  }

  @Test
  @Order(LAST + 2)
  void anAgentThatStartsWithoutGitKeepsTheClusterAsItWasAccepted() throws Exception {
    commit("away", Map.of("a.yaml", map("a", "1"), "b.yaml", map("b", "1")));
    ready("away");
    agent.kill();
    git.stopListening();
    api.patch(configMap("away", "a"), "{\"data\":{\"key\":\"evil\"}}");
    api.delete(configMap("away", "b"));
    agent.restart();
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(api.condition("away", "SourceAvailable")).startsWith("False ");
          assertThat(api.value("away", "a")).isEqualTo("1");
          assertThat(api.value("away", "b")).isEqualTo("1");
        });
    api.patch(configMap("away", "a"), "{\"data\":{\"key\":\"evil\"}}");
    Eventually.within(LIMIT, () -> assertThat(api.value("away", "a")).isEqualTo("1"));
    ready("away");
    git.resumeListening();
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("away", "SourceAvailable")).startsWith("True"));
  }

  @Test
  @Order(LAST + 2)
  void withoutSelfHealDriftFromWhileNoAgentRanIsShownAndLeftUntilANewRevision() throws Exception {
    commit("left", Map.of("a.yaml", map("a", "1") + "---\n" + map("b", "1")));
    String head =
        registry.commit(
            Map.of(
                "clusters/test/left.yaml",
                app("left", "apps/left", "left")
                    .replace("sync: {", "sync: {automated: {selfHeal: false}, ")));
    at("left", head);
    ready("left");
    agent.kill();
    api.patch(configMap("left", "a"), "{\"data\":{\"key\":\"theirs\"}}");
    agent.restart();
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("left", "Ready"))
                .isEqualTo("False ConfigMap left/a differs from Git"));
    assertThat(api.status("left").path("sync").asText()).isEqualTo("OutOfSync");
    assertThat(api.status("left").path("summary").path("synced").asInt()).isEqualTo(2);
    assertThat(api.value("left", "a")).isEqualTo("theirs");

    at(
        "left",
        registry.commit(Map.of("apps/left/a.yaml", map("a", "3") + "---\n" + map("b", "1"))));
    assertThat(api.value("left", "a")).isEqualTo("3");
    ready("left");
  }

  @Test
  @Order(LAST + 3)
  void aRewrittenHistoryIsRefusedUntilAPersonAllowsExactlyItsCommit() {
    commit("forward", Map.of("a.yaml", map("a", "1")));
    String good = registry.head().orElseThrow();
    at("forward", good);
    String newer = registry.commit(Map.of("apps/forward/a.yaml", map("a", "2")));
    at("forward", newer);
    registry.forceTo(good);
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("forward", "SourceAvailable"))
                .startsWith("False ")
                .endsWith("freehold.io/accept-history=" + good));
    assertThat(api.value("forward", "a")).isEqualTo("2");

    api.patch(
        application("root"),
        "{\"metadata\":{\"annotations\":{\"freehold.io/accept-history\":\"%s\"}}}".formatted(good));
    at("forward", good);
    assertThat(api.value("forward", "a")).isEqualTo("1");
    assertThat(api.condition("forward", "SourceAvailable")).startsWith("True");
    assertThat(api.get(application("root")).path("metadata").path("annotations").toString())
        .doesNotContain("accept-history");
  }

  @Test
  @Order(LAST + 4)
  void anAgentThatIsToldToStopReleasesItsLeaseAndEndsWithZero() throws Exception {
    assertThat(agent.stop()).isZero();
    JsonNode lease =
        api.get("/apis/coordination.k8s.io/v1/namespaces/freehold-system/leases/freehold-agent");
    assertThat(lease.path("spec").path("holderIdentity").asText()).isEmpty();
    assertThat(agent.log()).doesNotContain("ERROR");
  }

  /** Commits an application with files in a folder of its name, into a namespace of its name. */
  private void commit(String name, Map<String, String> files) {
    Map<String, String> all =
        files.entrySet().stream()
            .collect(
                Collectors.toMap(
                    file -> "apps/" + name + "/" + file.getKey(), Map.Entry::getValue));
    all.put("clusters/test/" + name + ".yaml", app(name, "apps/" + name, name));
    registry.commit(all);
  }

  private void ready(String name) {
    Eventually.within(LIMIT, () -> assertThat(api.condition(name, "Ready")).startsWith("True"));
  }

  private void at(String name, String revision) {
    Eventually.within(
        LIMIT, () -> assertThat(api.status(name).path("revision").asText()).isEqualTo(revision));
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: \"%s\"}\n"
        .formatted(name, value);
  }

  private static String app(String name, String path, String namespace) {
    return """
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %s, namespace: freehold-system}
    spec:
      sources: [{path: %s}]
      destination: {namespace: %s}
      sync: {options: {createNamespace: true}}
    """
        .formatted(name, path, namespace);
  }
}
