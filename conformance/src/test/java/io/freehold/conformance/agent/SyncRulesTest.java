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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an Application's sync policy asks for, each with an application and a namespace. */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncRulesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String CREATES = "options: {createNamespace: true}";

  private final Api api;
  private final TestCluster cluster;
  private final TestRepository registry;
  private final AgentUnderTest agent;

  SyncRulesTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.cluster = cluster;
    this.registry = registry;
    Prerequisites.install(cluster, registry);
    this.agent = new AgentUnderTest(cluster, registry, directory);
  }

  @BeforeAll
  void theFolderOfTheClusterIsTheRoot() {
    Eventually.within(LIMIT, () -> assertThat(api.condition("root", "Ready")).startsWith("True"));
  }

  @AfterAll
  void end() {
    agent.close();
  }

  @Test
  void without_automation_differences_are_told_and_nothing_is_changed() {
    commit("manual", "", map("a", "1") + map("b", "1") + map("c", "1"));
    Eventually.within(LIMIT, () -> assertThat(api.condition("manual", "Ready")).startsWith("True"));

    // One after the other: the Application reads its folder without waiting for the root.
    commit("manual", "automated: {enabled: false}", map("a", "1") + map("b", "1") + map("c", "1"));
    Eventually.within(
        LIMIT,
        () -> assertThat(api.status("manual").path("observedGeneration").asInt()).isEqualTo(2));
    commit("manual", "automated: {enabled: false}", map("a", "2") + map("b", "1"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(differences("manual"))
                .containsExactly("a OutOfSync .data.key \"1\"->\"2\"", "c RequiresPruning"));
    assertThat(api.value("manual", "a")).isEqualTo("1");
    assertThat(api.status("manual").path("sync").asText()).isEqualTo("OutOfSync");

    api.patch(configMap("manual", "b"), "{\"data\":{\"key\":\"9\"}}");
    Eventually.within(
        LIMIT,
        () ->
            assertThat(differences("manual"))
                .containsExactly(
                    "a OutOfSync .data.key \"1\"->\"2\"",
                    "b OutOfSync .data.key \"9\"->\"1\"",
                    "c RequiresPruning"));
    JsonNode change = api.status("manual").path("differences").path(1).path("changes").path(0);
    assertThat(change.path("manager").asText()).isEqualTo("kubectl-patch");
    assertThat(change.path("at").asText()).startsWith("20");

    api.patch(configMap("manual", "b"), "{\"data\":{\"key\":\"1\"}}");
    api.delete(configMap("manual", "c"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(differences("manual"))
                .containsExactly("a OutOfSync .data.key \"1\"->\"2\""));

    commit("manual", "automated: {enabled: true}", map("a", "2") + map("b", "1"));
    Eventually.within(LIMIT, () -> assertThat(api.value("manual", "a")).isEqualTo("2"));
    Eventually.within(LIMIT, () -> assertThat(differences("manual")).isEmpty());
  }

  @Test
  void fields_that_may_differ_are_left_alone() {
    commitSpec(
        "ignoring",
        "options: {createNamespace: true, respectIgnore: true}",
        "ignore: [{kind: ConfigMap, jqPathExpressions: ['.data.key']}]",
        map("a", "1"));
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("ignoring", "Ready")).startsWith("True"));
    api.patch(configMap("ignoring", "a"), "{\"data\":{\"key\":\"9\"}}");
    api.patch(configMap("ignoring", "a"), "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");

    commitSpec(
        "ignoring",
        "options: {createNamespace: true, respectIgnore: true}",
        "ignore: [{kind: ConfigMap, jqPathExpressions: ['.data.key']}]",
        map("a", "1") + map("b", "1"));
    Eventually.within(LIMIT, () -> assertThat(api.value("ignoring", "b")).isEqualTo("1"));
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("ignoring", "Ready")).startsWith("True"));
    assertThat(api.value("ignoring", "a")).isEqualTo("9");
  }

  @Test
  void what_kubectl_applied_becomes_ours_without_a_gap() {
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: taken}\n");
    cluster.applyTo(
        "taken",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, namespace: taken}
        data: {key: "1", old: "1"}
        """);
    String uid = uid(configMap("taken", "a"));
    commit("taken", "", map("a", "2"));
    Eventually.within(LIMIT, () -> assertThat(api.condition("taken", "Ready")).startsWith("True"));

    JsonNode taken = api.get(configMap("taken", "a"));
    assertThat(taken.path("data").toString()).isEqualTo("{\"key\":\"2\"}");
    assertThat(taken.path("metadata").path("uid").asText()).isEqualTo(uid);
    assertThat(taken.path("metadata").path("annotations").toString())
        .doesNotContain("last-applied");
    assertThat(taken.path("metadata").path("managedFields"))
        .extracting(entry -> entry.path("manager").asText())
        .containsExactly("freehold");
  }

  @Test
  void a_change_that_is_refused_is_made_by_force_only_where_allowed() {
    commit("forced", "", map("a", "1", "immutable: true"));
    Eventually.within(LIMIT, () -> assertThat(api.condition("forced", "Ready")).startsWith("True"));
    String uid = uid(configMap("forced", "a"));
    commit("forced", "", map("a", "2", "immutable: true"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("forced", "Ready")).startsWith("False").contains("immutable"));
    assertThat(uid(configMap("forced", "a"))).isEqualTo(uid);

    commit(
        "forced",
        "",
        map("a", "2", "immutable: true", "annotations: {freehold.io/sync-options: 'Force=true'}"));
    Eventually.within(LIMIT, () -> assertThat(api.value("forced", "a")).isEqualTo("2"));
    assertThat(uid(configMap("forced", "a"))).isNotEqualTo(uid);
  }

  @Test
  void what_is_replaced_loses_what_others_set_and_stays_removable() {
    String replaced = "annotations: {argocd.argoproj.io/sync-options: 'Replace=true'}";
    commit("replaced", "", map("a", "1", "", replaced));
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("replaced", "Ready")).startsWith("True"));
    api.patch(configMap("replaced", "a"), "{\"data\":{\"foreign\":\"x\"}}");
    commit("replaced", "", map("a", "2", "", replaced));
    Eventually.within(LIMIT, () -> assertThat(api.value("replaced", "a")).isEqualTo("2"));
    assertThat(api.get(configMap("replaced", "a")).path("data").has("foreign")).isFalse();
    // What was replaced is taken over by a second request.
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.get(configMap("replaced", "a")).path("metadata").path("managedFields"))
                .extracting(entry -> entry.path("manager").asText())
                .containsExactly("freehold"));
  }

  @Test
  void a_container_that_others_renamed_is_put_back_without_the_renamed_one() {
    commit(
        "renamed",
        "",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}, {name: log, image: "log:1"}]}
        """);
    String path = "/apis/apps/v1/namespaces/renamed/deployments/web";
    Eventually.within(LIMIT, () -> assertThat(containers(path)).containsExactly("web", "log"));
    api.jsonPatch(
        path,
        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/1/name\",\"value\":\"mine\"}]");
    Eventually.within(LIMIT, () -> assertThat(containers(path)).containsExactly("web", "log"));
  }

  private List<String> containers(String path) {
    return api.get(path).at("/spec/template/spec/containers").findValuesAsText("name");
  }

  private String uid(String path) {
    return api.get(path).path("metadata").path("uid").asText();
  }

  /** Name, state and changed fields of each difference. */
  private List<String> differences(String name) {
    return api.status(name)
        .path("differences")
        .valueStream()
        .map(difference -> {
          StringBuilder text = new StringBuilder();
          text.append(difference.path("name").asText())
              .append(' ')
              .append(difference.path("state").asText());
          for (JsonNode change : difference.path("changes")) {
            text.append(' ')
                .append(change.path("path").asText())
                .append(' ')
                .append(change.path("from").asText())
                .append("->")
                .append(change.path("to").asText());
          }
          return text.toString();
        })
        .toList();
  }

  private void commit(String name, String sync, String objects) {
    Map<String, String> files = new HashMap<>();
    files.put("apps/" + name + "/objects.yaml", objects);
    files.put(
        "clusters/test/" + name + ".yaml",
        app(name, sync.isEmpty() ? CREATES : CREATES + ", " + sync, ""));
    registry.commit(files);
  }

  private void commitSpec(String name, String sync, String spec, String objects) {
    registry.commit(
        Map.of(
            "apps/" + name + "/objects.yaml",
            objects,
            "clusters/test/" + name + ".yaml",
            app(name, sync, spec)));
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: \"%s\"}\n---\n"
        .formatted(name, value);
  }

  private static String map(String name, String value, String more) {
    return map(name, value, more, "");
  }

  private static String map(String name, String value, String more, String metadata) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
      %s
    data: {key: "%s"}
    %s
    ---
    """
        .formatted(name, metadata, value, more);
  }

  /** An application of the folder and namespace of its name. */
  private static String app(String name, String sync, String spec) {
    return """
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %s, namespace: freehold-system}
    spec:
      sources: [{path: apps/%s}]
      destination: {namespace: %s}
      sync: {%s}
      %s
    """
        .formatted(name, name, name, sync, spec);
  }
}
