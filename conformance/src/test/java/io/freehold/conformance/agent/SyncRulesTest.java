package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.application;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private final Api api;
  private final TestRepository registry;
  private final AgentUnderTest agent;

  SyncRulesTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.registry = registry;
    cluster.apply(template("namespace.yaml") + "\n---\n" + template("crds.yaml"));
    registry.commit(
        Map.of(
            "clusters/test/cluster.yaml",
            """
            apiVersion: freehold.io/v1
            kind: Cluster
            metadata: {name: test}
            spec: {publicKeys: []}
            """));
    this.agent = new AgentUnderTest(cluster, registry, directory);
  }

  @BeforeAll
  void theFolderOfTheClusterIsTheRoot() {
    Eventually.within(LIMIT, () -> assertThat(condition("root", "Ready")).startsWith("True"));
  }

  @AfterAll
  void end() {
    agent.close();
  }

  @Test
  void without_automation_differences_are_told_and_nothing_is_changed() {
    commit("manual", "", map("a", "1") + map("b", "1") + map("c", "1"));
    Eventually.within(LIMIT, () -> assertThat(condition("manual", "Ready")).startsWith("True"));

    // One after the other: the Application reads its folder without waiting for the root.
    commit("manual", "automated: {enabled: false}", map("a", "1") + map("b", "1") + map("c", "1"));
    Eventually.within(
        LIMIT, () -> assertThat(status("manual").path("observedGeneration").asInt()).isEqualTo(2));
    commit("manual", "automated: {enabled: false}", map("a", "2") + map("b", "1"));
    Eventually.within(
        LIMIT,
        () ->
            assertThat(differences("manual"))
                .containsExactly("a OutOfSync .data.key \"1\"->\"2\"", "c RequiresPruning"));
    assertThat(value("manual", "a")).isEqualTo("1");
    assertThat(status("manual").path("sync").asText()).isEqualTo("OutOfSync");

    api.patch(configMap("manual", "b"), "{\"data\":{\"key\":\"9\"}}");
    Eventually.within(
        LIMIT,
        () ->
            assertThat(differences("manual"))
                .containsExactly(
                    "a OutOfSync .data.key \"1\"->\"2\"",
                    "b OutOfSync .data.key \"9\"->\"1\"",
                    "c RequiresPruning"));
    JsonNode change = status("manual").path("differences").path(1).path("changes").path(0);
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
    Eventually.within(LIMIT, () -> assertThat(value("manual", "a")).isEqualTo("2"));
    Eventually.within(LIMIT, () -> assertThat(differences("manual")).isEmpty());
  }

  /** Name, state and changed fields of each difference. */
  private List<String> differences(String name) {
    return status(name)
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
    files.put("clusters/test/" + name + ".yaml", app(name, sync, ""));
    registry.commit(files);
  }

  private JsonNode status(String name) {
    return api.get(application(name)).path("status");
  }

  private String condition(String name, String type) {
    return status(name)
        .path("conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asText().equals(type))
        .map(condition ->
            condition.path("status").asText() + " " + condition.path("message").asText())
        .findFirst()
        .orElse("absent");
  }

  private String value(String namespace, String name) {
    return api.get(configMap(namespace, name)).path("data").path("key").asText();
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: \"%s\"}\n---\n"
        .formatted(name, value);
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
      sync: {options: {createNamespace: true}%s}
      %s
    """
        .formatted(name, name, name, sync.isEmpty() ? "" : ", " + sync, spec);
  }

  private static String template(String file) throws IOException {
    String path = "/io/freehold/cli/registry-template/cluster/freehold/" + file;
    try (InputStream in =
        Objects.requireNonNull(SyncRulesTest.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
