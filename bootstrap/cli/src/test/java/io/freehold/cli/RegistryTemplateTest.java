package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.freehold.api.Application;
import io.freehold.api.Cluster;
import io.freehold.api.ReportToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTemplateTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String KEY = ReportToken.encode(ReportToken.newKeyPair().getPublic());

  @Test
  void renders_a_folder_that_a_cluster_can_own() throws IOException {
    SortedMap<String, String> files =
        RegistryTemplate.builtIn().render(values("123", Map.of("env", "true")), false);

    assertThat(files.keySet())
        .allMatch(path -> path.startsWith("clusters/123/"))
        .contains("clusters/123/cluster.yaml", "clusters/123/apps.yaml")
        .contains("clusters/123/freehold/deployment.yaml");
    Cluster cluster = YAML.readValue(text(files, "clusters/123/cluster.yaml"), Cluster.class);
    assertThat(cluster.metadata().name()).isEqualTo("123");
    assertThat(cluster.metadata().labels()).containsExactly(Map.entry("env", "true"));
    assertThat(cluster.spec().publicKeys()).containsExactly(KEY);
    assertThat(cluster.spec().plane().endpoint()).isEqualTo("https://plane.example.org:4318");
    // A name of digits must not turn into a number on the way.
    JsonNode name =
        documents(text(files, "clusters/123/cluster.yaml")).getFirst().at("/metadata/name");
    assertThat(name.isTextual()).isTrue();
    JsonNode config = documents(text(files, "clusters/123/freehold/config.yaml")).getFirst();
    JsonNode agent = YAML.readTree(config.at("/data/agent.yaml").asText());
    assertThat(agent.path("cluster").isTextual()).isTrue();
    assertThat(agent.at("/registry/url").asText())
        .isEqualTo("ssh://git@git.example.org/acme/registry.git");
    assertThat(agent.at("/registry/path").asText()).isEqualTo("clusters/123");
  }

  @Test
  void the_agent_application_points_at_the_agents_own_manifests() throws IOException {
    SortedMap<String, String> files =
        RegistryTemplate.builtIn().render(values("prod", Map.of()), false);

    Application agent = YAML.readValue(text(files, "clusters/prod/apps.yaml"), Application.class);
    assertThat(agent.id()).hasToString("freehold-system/freehold-agent");
    assertThat(agent.spec().sources().getFirst().path()).isEqualTo("clusters/prod/freehold");
  }

  @Test
  void samples_come_only_when_asked_for_and_their_applications_point_at_folders_that_exist()
      throws IOException {
    RegistryTemplate template = RegistryTemplate.builtIn();
    assertThat(template.render(values("prod", Map.of()), false)).doesNotContainKey("samples.yaml");

    SortedMap<String, String> files = template.render(values("prod", Map.of()), true);
    List<JsonNode> applications = documents(text(files, "clusters/prod/samples.yaml"));
    applications.addAll(documents(text(files, "apps/shop/applications.yaml")));
    assertThat(applications)
        .hasSize(5)
        .allSatisfy(application -> {
          String path = application.at("/spec/sources/0/path").asText();
          assertThat(files.keySet()).anyMatch(file -> file.startsWith(path + "/"));
        });
  }

  @Test
  void the_agent_may_write_only_its_bookkeeping_and_impersonate_one_account() throws IOException {
    String rbac =
        text(
            RegistryTemplate.builtIn().render(values("prod", Map.of()), false),
            "clusters/prod/freehold/rbac.yaml");

    List<JsonNode> roles =
        documents(rbac).stream()
            .filter(d -> d.path("kind").asText().endsWith("Role"))
            .filter(d -> d.at("/metadata/name").asText().equals("freehold-agent"))
            .toList();
    assertThat(roles).hasSize(2);
    for (JsonNode role : roles) {
      for (JsonNode rule : role.path("rules")) {
        if (rule.path("verbs").toString().contains("impersonate")) {
          assertThat(rule.path("resourceNames").toString()).isEqualTo("[\"freehold-applier\"]");
        }
        if (rule.path("resources").toString().contains("*")) {
          assertThat(rule.path("verbs").toString()).isEqualTo("[\"get\",\"list\",\"watch\"]");
        }
        assertThat(rule.path("verbs").toString()).doesNotContain("*");
      }
    }
  }

  @Test
  void an_unknown_placeholder_stops_with_file_and_line() {
    assertThatThrownBy(() -> RegistryTemplate.fill("cluster/a.yaml", "x: 1\ny: ${nope}", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster/a.yaml:2")
        .hasMessageContaining("${nope}");
  }

  @Test
  void a_value_is_never_filled_again() {
    assertThat(RegistryTemplate.fill("a", "${one}", Map.of("one", "${two}", "two", "x")))
        .isEqualTo("${two}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Prod", "a b", "-a", "a-", "a.b", "../x", "x\ny: z", "a\"b"})
  void refuses_names_that_are_more_than_names(String cluster) {
    assertThatThrownBy(() -> values(cluster, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster name");
  }

  @Test
  void refuses_values_that_could_end_their_scalar() {
    assertThatThrownBy(() -> values("prod", Map.of("env", "a\", x: \"b")))
        .hasMessageContaining("label value");
    assertThatThrownBy(() -> values("prod", Map.of("env: x", "b")))
        .hasMessageContaining("label key");
    assertThatThrownBy(() ->
            new TemplateValues(
                "prod", "ssh://git@h/a/b\"", "main", "", "60s", "15s", "i:1", KEY, Map.of()))
        .hasMessageContaining("registry URL");
    assertThatThrownBy(() ->
            new TemplateValues(
                "prod", "ssh://git@h/a/b", "a..b", "", "60s", "15s", "i:1", KEY, Map.of()))
        .hasMessageContaining("branch");
    assertThatThrownBy(() ->
            new TemplateValues(
                "prod",
                "ssh://git@h/a/b",
                "main",
                "http://user:pw@h",
                "60s",
                "15s",
                "i:1",
                KEY,
                Map.of()))
        .hasMessageContaining("plane URL");
  }

  private static String text(Map<String, String> files, String path) {
    return Optional.ofNullable(files.get(path)).orElseThrow();
  }

  private static TemplateValues values(String cluster, Map<String, String> labels) {
    return new TemplateValues(
        cluster,
        "ssh://git@git.example.org/acme/registry.git",
        "main",
        "https://plane.example.org:4318",
        "60s",
        "15s",
        "ghcr.io/freehold/agent:1",
        KEY,
        labels);
  }

  private static List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> iterator = YAML.readerFor(JsonNode.class).readValues(text)) {
      iterator.forEachRemaining(documents::add);
    }
    return documents;
  }
}
