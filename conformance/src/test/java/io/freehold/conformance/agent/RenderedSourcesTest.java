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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an agent renders, and when it renders again. */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RenderedSourcesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration MANY = Duration.ofMinutes(2);
  private static final String RENDERS = "freehold_renders_total";
  private static final int APPLICATIONS = 300;
  private static final int SHARING = 20;

  private final Api api;
  private final TestRepository registry;
  private final AgentUnderTest agent;

  RenderedSourcesTest(
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
  void theFolderOfTheClusterIsTheRoot() {
    ready("root");
  }

  @AfterAll
  void end() {
    agent.close();
  }

  /** The first one: applications of others that read the cluster are rendered now and then. */
  @Test
  @Order(1)
  void a_commit_renders_what_reads_it_and_nothing_else() {
    Map<String, String> files = new HashMap<>();
    StringBuilder applications = new StringBuilder();
    files.put("mono/base/kustomization.yaml", "resources: [map.yaml]\n");
    files.put("mono/base/map.yaml", map("base", "1"));
    for (int i = 0; i < APPLICATIONS; i++) {
      String name = "mono-%03d".formatted(i);
      String folder = "mono/" + name;
      if (i < SHARING) {
        files.put(
            folder + "/kustomization.yaml", "resources: [../base]\nnamePrefix: " + name + "-\n");
      } else {
        files.put(folder + "/map.yaml", map(name, "1"));
      }
      applications.append(app(name, "{path: " + folder + "}", "")).append("---\n");
    }
    files.put("clusters/test/mono.yaml", applications.toString());
    registry.commit(files);
    Eventually.within(MANY, () -> assertThat(syncedMono()).isEqualTo(APPLICATIONS));
    double before = agent.metric(RENDERS);
    assertThat(before).as("the root and each application").isGreaterThan(APPLICATIONS);

    String head = registry.commit(Map.of("mono/mono-100/map.yaml", map("mono-100", "2")));
    everyMonoAt(head);
    assertThat(value("mono-100")).isEqualTo("2");
    assertThat(agent.metric(RENDERS) - before).as("one folder, one render").isEqualTo(1);

    head = registry.commit(Map.of("mono/base/map.yaml", map("base", "2")));
    everyMonoAt(head);
    assertThat(value("mono-000-base")).isEqualTo("2");
    assertThat(value("mono-019-base")).isEqualTo("2");
    assertThat(agent.metric(RENDERS) - before)
        .as("then the users of the shared base")
        .isEqualTo(1 + SHARING);

    head = registry.commit(Map.of("README.md", "nothing reads this"));
    everyMonoAt(head);
    assertThat(agent.metric(RENDERS) - before).isEqualTo(1 + SHARING);
  }

  /** What was rendered is on disk; nothing is in another pod, which has a folder of its own. */
  @Test
  @Order(2)
  void a_restart_renders_little_again() throws Exception {
    agent.kill();
    agent.restart();
    String head = registry.commit(Map.of("mono/mono-100/map.yaml", map("mono-100", "3")));
    everyMonoAt(head);
    assertThat(value("mono-100")).isEqualTo("3");
    assertThat(agent.metric("freehold_renders_kept_total"))
        .isGreaterThanOrEqualTo(APPLICATIONS - 1);
    assertThat(agent.metric(RENDERS)).as("those that changed").isLessThanOrEqualTo(2);
  }

  @Test
  void several_sources_are_one_application() {
    registry.commit(
        Map.of(
            "several/a/a.yaml", map("several-a", "1"),
            "several/b/kustomization.yaml", "resources: [b.yaml]\n",
            "several/b/b.yaml", map("b", "1"),
            "clusters/test/several.yaml",
                app(
                    "several",
                    "{path: several/a}, {path: several/b, kustomize: {namePrefix: several-}}",
                    "")));
    ready("several");
    assertThat(value("several-a")).isEqualTo("1");
    assertThat(value("several-b")).isEqualTo("1");
  }

  @Test
  void variables_come_from_the_spec_and_from_objects_of_the_namespace() {
    api.create(
        "/api/v1/namespaces/freehold-system/configmaps",
        "{\"metadata\":{\"name\":\"facts\"},\"data\":{\"region\":\"eu\",\"stage\":\"test\"}}");
    registry.commit(
        Map.of(
            "vars/a.yaml", map("filled", "${region}-${stage}-${other:=x}"),
            "clusters/test/vars.yaml",
                app(
                    "vars",
                    "{path: vars}",
                    """
                      substitute:
                        vars: {stage: prod}
                        from: [{kind: ConfigMap, name: facts}]
                    """)));
    ready("vars");
    assertThat(value("filled")).isEqualTo("eu-prod-x");
  }

  @Test
  void encrypted_files_are_applied_in_clear_or_not_at_all() throws IOException {
    String encrypted = Prerequisites.resource("/io/freehold/conformance/agent/encrypted.yaml");
    registry.commit(
        Map.of(
            "sops/a.yaml", encrypted,
            "clusters/test/closed.yaml", app("closed", "{path: sops}", ""),
            "clusters/test/opened.yaml",
                app("opened", "{path: sops}", "  decryption: {secret: keys}\n")));
    rendered("closed", "sops/a.yaml:1: ConfigMap opened is still encrypted");
    rendered("opened", "there is no Secret keys in namespace freehold-system");
    assertThat(api.get(configMap("default", "opened")).isMissingNode()).isTrue();

    registry.delete("clusters/test/closed.yaml");
    String key =
        Base64.getEncoder()
            .encodeToString(
                Prerequisites.resource("/io/freehold/conformance/agent/test.agekey")
                    .getBytes(StandardCharsets.UTF_8));
    api.create(
        "/api/v1/namespaces/freehold-system/secrets",
        "{\"metadata\":{\"name\":\"keys\"},\"data\":{\"test.agekey\":\"%s\"}}".formatted(key));
    // A person asks to look at once instead of within the minute.
    registry.commit(
        Map.of(
            "clusters/test/opened.yaml",
            app("opened", "{path: sops}", "  decryption: {secret: keys}\n  project: default\n")));
    ready("opened");
    assertThat(value("opened")).isEqualTo("from-sops");
    assertThat(agent.log()).doesNotContain("from-sops", "AGE-SECRET-KEY");
  }

  private int syncedMono() {
    int synced = 0;
    for (JsonNode item : applications()) {
      boolean mono = item.path("metadata").path("name").asText().startsWith("mono-");
      boolean done = item.path("status").path("sync").asText().equals("Synced");
      synced += mono && done ? 1 : 0;
    }
    return synced;
  }

  private void everyMonoAt(String revision) {
    Eventually.within(
        MANY,
        () ->
            assertThat(applications())
                .filteredOn(item -> item.path("metadata").path("name").asText().startsWith("mono-"))
                .hasSize(APPLICATIONS)
                .allSatisfy(item -> {
                  assertThat(item.path("status").path("revision").asText()).isEqualTo(revision);
                  assertThat(item.path("status").path("sync").asText()).isEqualTo("Synced");
                }));
  }

  private JsonNode applications() {
    return api.get(application("")).path("items");
  }

  private void ready(String name) {
    Eventually.within(LIMIT, () -> assertThat(condition(name, "Ready")).startsWith("True"));
  }

  private void rendered(String name, String problem) {
    Eventually.within(LIMIT, () -> assertThat(condition(name, "Rendered")).contains(problem));
  }

  private String condition(String name, String type) {
    for (JsonNode condition : api.get(application(name)).path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText() + ": " + condition.path("message").asText();
      }
    }
    return "";
  }

  private String value(String name) {
    return api.get(configMap("default", name)).path("data").path("key").asText();
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: \"%s\"}\n"
        .formatted(name, value);
  }

  /**
   * @param sources items of a YAML list
   * @param more further lines of the spec
   */
  private static String app(String name, String sources, String more) {
    return """
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %s, namespace: freehold-system}
    spec:
      sources: [%s]
      destination: {namespace: default}
    %s\
    """
        .formatted(name, sources, more);
  }
}
