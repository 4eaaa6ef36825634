package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.application;
import static io.freehold.conformance.agent.Api.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.local.LocalCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds an Application back, what it goes back to, and how it ends, each with an application
 * and a namespace. Nothing here collects garbage or finishes Jobs but the tests.
 */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationLifeTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Api api;
  private final TestRepository registry;
  private final AgentUnderTest agent;

  ApplicationLifeTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.registry = registry;
    Prerequisites.install(cluster, registry);
    this.agent = new AgentUnderTest(cluster, registry, directory);
  }

  @BeforeAll
  void the_folder_of_the_cluster_is_the_root() {
    Eventually.within(LIMIT, () -> assertThat(api.condition("root", "Ready")).startsWith("True"));
  }

  @AfterAll
  void end() {
    agent.close();
  }

  @Test
  void a_bad_revision_is_left_for_the_last_healthy_one_and_remembered_over_a_restart()
      throws Exception {
    String good = commit("back", "rollback: {failures: 1}", map("a", "1") + map("b", "1"));
    ready("back");
    Eventually.within(
        LIMIT,
        () -> assertThat(api.status("back").path("healthyRevision").asText()).isEqualTo(good));

    String bad = registry.commit(Map.of("apps/back/objects.yaml", map("a", "2") + refused("b")));
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("back", "RolledBack")).contains(bad).contains(good));
    Eventually.within(LIMIT, () -> assertThat(api.value("back", "a")).isEqualTo("1"));
    assertThat(api.status("back").path("sync").asText()).isEqualTo("OutOfSync");
    assertThat(api.condition("back", "Ready")).startsWith("False revision " + bad + " was bad");

    agent.kill();
    agent.restart();
    String same = registry.commit(Map.of("apps/elsewhere.yaml", map("x", "1")));
    Eventually.within(
        LIMIT,
        () -> assertThat(api.status("root").path("comparedRevision").asText()).isEqualTo(same));
    assertThat(api.status("back").path("rolledBack").path("revision").asText()).isEqualTo(bad);
    assertThat(api.value("back", "a")).isEqualTo("1");

    registry.commit(Map.of("apps/back/objects.yaml", map("a", "3") + map("b", "3")));
    Eventually.within(LIMIT, () -> assertThat(api.value("back", "a")).isEqualTo("3"));
    ready("back");
    assertThat(api.condition("back", "RolledBack")).isEqualTo("absent");
  }

  @Test
  void an_object_of_a_kind_that_does_not_exist_yet_is_waited_for() {
    commit(
        "waiting",
        """
        dependsOn:
            - apiVersion: example.org/v1
              kind: Train
              namespace: waiting
              name: next
              ready: has(dep.status) && dep.status.phase == self.metadata.name
        """,
        map("a", "1"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("waiting", "Reconciling"))
                .contains("example.org/Train waiting/next")
                .contains("does not serve"));

    api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", TRAINS);
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("waiting", "Reconciling"))
                .contains("example.org/Train waiting/next does not exist"));
    String trains = "/apis/example.org/v1/namespaces/waiting/trains";
    api.create(
        trains,
        "{\"apiVersion\":\"example.org/v1\",\"kind\":\"Train\",\"metadata\":{\"name\":\"next\"}}");
    Eventually.within(
        LIMIT, () -> assertThat(api.condition("waiting", "Reconciling")).contains("is not ready"));
    assertThat(api.maps("waiting")).isEmpty();

    api.patch(trains + "/next", "{\"status\":{\"phase\":\"waiting\"}}");
    ready("waiting");
    assertThat(api.maps("waiting")).containsExactly("a");
  }

  @Test
  void hooks_run_before_and_after_the_deletion_though_git_has_nothing_of_it_any_more() {
    commit("hooked", "", map("a", "1") + job("backup", "PreDelete") + hook("after", "PostDelete"));
    ready("hooked");
    assertThat(api.maps("hooked")).containsExactly("a");

    registry.delete("apps/hooked");
    registry.delete("clusters/test/hooked.yaml");
    String backup = "/apis/batch/v1/namespaces/hooked/jobs/backup";
    Eventually.within(LIMIT, () -> assertThat(api.get(backup).isMissingNode()).isFalse());
    assertThat(api.maps("hooked")).containsExactly("a");

    api.patch(
        backup + "/status",
        """
        {"status": {"startTime": "2026-01-01T00:00:00Z", "completionTime": "2026-01-01T00:01:00Z",
          "succeeded": 1, "conditions": [
            {"type": "SuccessCriteriaMet", "status": "True"}, {"type": "Complete", "status": "True"}]}}
        """);
    gone("hooked");
    // It asks to outlive its Application, and shows so that it ran.
    assertThat(api.maps("hooked")).containsExactly("after");
    assertThat(api.get(backup).isMissingNode()).isTrue();
  }

  @Test
  void what_wants_to_stay_stays_and_is_told_and_what_asks_first_waits_for_an_answer() {
    commit(
        "asking",
        "",
        map("plain", "1")
            + map("helm", "1", "helm.sh/resource-policy: keep")
            + map("kept", "1", "freehold.io/sync-options: Delete=false")
            + map("asks", "1", "freehold.io/sync-options: Delete=confirm")
            + map("prune", "1", "freehold.io/sync-options: Prune=confirm"));
    ready("asking");
    registry.commit(
        Map.of(
            "apps/asking/objects.yaml",
            map("plain", "1")
                + map("helm", "1", "helm.sh/resource-policy: keep")
                + map("kept", "1", "freehold.io/sync-options: Delete=false")
                + map("asks", "1", "freehold.io/sync-options: Delete=confirm")));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.status("asking").path("operation").path("message").asText())
                .contains("a person has to confirm the deletion of ConfigMap asking/prune"));
    assertThat(api.maps("asking")).contains("prune");

    registry.delete("clusters/test/asking.yaml");
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("asking", "Reconciling"))
                .contains("once a person agrees by the annotation"));
    assertThat(api.maps("asking")).containsExactly("asks", "helm", "kept");
    api.patch(
        application("asking"),
        "{\"metadata\":{\"annotations\":{\"argocd.argoproj.io/deletion-approved\":\"yes\"}}}");
    gone("asking");
    assertThat(api.maps("asking")).containsExactly("helm", "kept");
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.status("root").path("orphans"))
                .extracting(orphan -> orphan.path("application").asText())
                .contains("freehold-system/asking"));
    assertThat(api.condition("root", "Orphans")).startsWith("True");
    assertThat(api.maps("asking")).containsExactly("helm", "kept");
  }

  @Test
  void a_hook_that_git_dropped_while_no_agent_ran_is_let_go() throws Exception {
    commit("dropped", "", map("a", "1") + job("migrate", "PreSync"));
    String migrate = "/apis/batch/v1/namespaces/dropped/jobs/migrate";
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.get(migrate).at("/metadata/finalizers").toString())
                .contains("hook-finalizer"));
    agent.kill();
    registry.commit(Map.of("apps/dropped/objects.yaml", map("a", "2")));
    agent.restart();
    ready("dropped");
    assertThat(api.value("dropped", "a")).isEqualTo("2");
    Eventually.within(
        LIMIT,
        () -> assertThat(api.get(migrate).at("/metadata/finalizers").isMissingNode()).isTrue());
  }

  @Test
  void the_policy_of_deletion_says_what_stays_and_what_is_waited_for() {
    for (String policy : List.of("Orphan", "Delete", "WaitForTermination")) {
      String name = "end-" + policy.toLowerCase(java.util.Locale.ROOT);
      commit(name, "deletionPolicy: " + policy, map("a", "1"));
      ready(name);
      api.patch(configMap(name, "a"), "{\"metadata\":{\"finalizers\":[\"example.org/slow\"]}}");
      registry.delete("clusters/test/" + name + ".yaml");
    }
    gone("end-orphan");
    assertThat(deleting("end-orphan")).isFalse();
    gone("end-delete");
    assertThat(deleting("end-delete")).isTrue();
    Eventually.within(LIMIT, () -> assertThat(deleting("end-waitfortermination")).isTrue());
    assertThat(api.get(application("end-waitfortermination")).isMissingNode()).isFalse();
    api.patch(configMap("end-waitfortermination", "a"), "{\"metadata\":{\"finalizers\":null}}");
    gone("end-waitfortermination");
  }

  @Test
  void what_is_pruned_goes_wave_by_wave_from_the_last_one_on() {
    commit(
        "pruned",
        "",
        map("a", "1")
            + map("first", "1", "freehold.io/wave: '1'")
            + map("second", "1", "freehold.io/wave: '2'"));
    ready("pruned");
    api.patch(
        configMap("pruned", "second"), "{\"metadata\":{\"finalizers\":[\"example.org/slow\"]}}");
    registry.commit(Map.of("apps/pruned/objects.yaml", map("a", "1")));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(api.condition("pruned", "Reconciling"))
                .contains("waiting for ConfigMap pruned/second to be gone"));
    assertThat(api.maps("pruned")).containsExactly("a", "first", "second");
    api.patch(configMap("pruned", "second"), "{\"metadata\":{\"finalizers\":null}}");
    Eventually.within(LIMIT, () -> assertThat(api.maps("pruned")).containsExactly("a"));
  }

  private static final String TRAINS =
      """
      {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
       "metadata": {"name": "trains.example.org"},
       "spec": {"group": "example.org", "scope": "Namespaced",
         "names": {"kind": "Train", "listKind": "TrainList", "plural": "trains", "singular": "train"},
         "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema":
           {"type": "object", "properties": {"status": {"type": "object", "properties":
             {"phase": {"type": "string"}}}}}}}]}}
      """;

  private boolean deleting(String namespace) {
    return api.get(configMap(namespace, "a")).at("/metadata/deletionTimestamp").isTextual();
  }

  private void ready(String name) {
    Eventually.within(LIMIT, () -> assertThat(api.condition(name, "Ready")).startsWith("True"));
  }

  private void gone(String name) {
    Eventually.within(LIMIT, () -> assertThat(api.get(application(name)).isMissingNode()).isTrue());
  }

  /** Commits an application of the folder and namespace of its name; the namespace exists. */
  private String commit(String name, String spec, String objects) {
    api.create(
        "/api/v1/namespaces",
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(name));
    return registry.commit(
        Map.of(
            "apps/" + name + "/objects.yaml",
            objects,
            "clusters/test/" + name + ".yaml",
            """
            apiVersion: freehold.io/v1
            kind: Application
            metadata: {name: %s, namespace: freehold-system}
            spec:
              sources: [{path: apps/%s}]
              destination: {namespace: %s}
              %s
            """
                .formatted(name, name, name, spec)));
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: \"%s\"}\n---\n"
        .formatted(name, value);
  }

  private static String map(String name, String value, String annotation) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: %s, annotations: {%s}}
    data: {key: "%s"}
    ---
    """
        .formatted(name, annotation, value);
  }

  /** What the API server refuses: the name of a key has a space. */
  private static String refused(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {\"a b\": \"1\"}\n---\n"
        .formatted(name);
  }

  private static String hook(String name, String phase) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
      annotations: {argocd.argoproj.io/hook: %s, argocd.argoproj.io/sync-options: Delete=false}
    ---
    """
        .formatted(name, phase);
  }

  private static String job(String name, String phase) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: %s
      annotations: {argocd.argoproj.io/hook: %s}
    spec:
      template:
        spec: {restartPolicy: Never, containers: [{name: a, image: "example.org/a:1"}]}
    ---
    """
        .formatted(name, phase);
  }
}
