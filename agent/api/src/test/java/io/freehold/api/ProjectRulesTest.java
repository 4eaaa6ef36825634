package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ProjectSpec.KindPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REGISTRY = "ssh://git@git.example.org/fleet/registry.git";

  @ParameterizedTest
  @CsvSource({
    "*, https://git.example.org/a/b, true",
    "https://git.example.org/team/*, https://git.example.org/team/app.git, true",
    "https://git.example.org/team/*, https://git.example.org/team/sub/app.git, false",
    "https://git.example.org/team/**, https://git.example.org/team/sub/app, true",
    "https://git.example.org/team/app, HTTPS://Git.example.org/Team/App.git/, true",
    "https://git.example.org/team/app, https://git.example.org:443/team/app, true",
    "https://git.example.org/team/app, https://reader@git.example.org/team/app, true",
    "https://*.example.org/**, https://git.example.org@evil.net/team, false",
    "https://*.example.org/**, https://evil.net?.example.org/team, false",
    "https://git.example.org/team/**, https://git.example.org/team/../other, false",
    "https://git.example.org/team/**, https://git.example.org/team/%2e%2e/other, false",
    "https://git.example.org/team/**, https://git.example.org/teamwork/app, false",
    "git@git.example.org:team/*, ssh://git@git.example.org/team/app.git, true",
    "ssh://git.example.org/team/*, git@git.example.org:team/app.git, true",
    "oci://ghcr.io/team/*, ghcr.io/team/charts, true",
    "registry.example.org:5000/team, oci://registry.example.org:5000/team, true",
    "'https://{a,b}.example.org/*', https://b.example.org/x, true",
    "'https://{a,b.example.org/*', https://b.example.org/x, false",
  })
  void compares_sources_with_patterns(String pattern, String url, boolean allowed) {
    assertThat(rules("{\"sources\": [\"%s\"]}".formatted(pattern)).source(url).isEmpty())
        .isEqualTo(allowed);
  }

  @Test
  void takes_away_what_begins_with_an_exclamation_mark() {
    ProjectRules rules =
        rules(
            "{\"sources\": [\"!https://git.example.org/secret/**\", \"https://git.example.org/**\"]}");

    assertThat(rules.source("https://git.example.org/team/app")).isEmpty();
    assertThat(rules.source("https://git.example.org/secret/app"))
        .contains("project team does not allow https://git.example.org/secret/app in spec.sources");
    assertThat(
            rules("{\"sources\": [\"!https://git.example.org/secret/**\"]}")
                .source("https://git.example.org/team/app"))
        .isPresent();
  }

  @Test
  void knows_the_registry_by_a_word() {
    ProjectRules rules = rules("{\"sources\": [\"registry\"]}");

    assertThat(rules.source("")).isEmpty();
    assertThat(rules.source("git@git.example.org:fleet/registry")).isEmpty();
    assertThat(rules.source("https://git.example.org/other")).isPresent();
    assertThat(rules("{\"sources\": [\"https://git.example.org/**\"]}").source(""))
        .contains("project team does not allow the cluster's own registry in spec.sources");
  }

  @Test
  void forbids_what_nobody_allowed() {
    ProjectRules rules = rules("{}");

    assertThat(rules.source("")).isPresent();
    assertThat(rules.namespace("shop")).isPresent();
    assertThat(rules.plugin("cue")).isPresent();
    assertThat(rules.permitsLookup("", "ConfigMap", "settings")).isFalse();
    assertThat(rules.object(new ObjectRef("", "Namespace", "", "shop"))).isPresent();
  }

  @Test
  void judges_objects_by_kind_and_namespace() {
    ProjectRules rules =
        rules(
            """
            {"namespaces": ["shop-*", "!shop-prod"],
             "clusterKinds": {"allow": [{"kind": "Namespace", "name": "shop-*"}]},
             "namespacedKinds": {"deny": [{"group": "rbac.authorization.k8s.io", "kind": "*"}]}}
            """);

    assertThat(rules.object(new ObjectRef("apps", "Deployment", "shop-test", "web"))).isEmpty();
    assertThat(rules.object(new ObjectRef("", "Namespace", "", "shop-test"))).isEmpty();
    assertThat(rules.object(new ObjectRef("apps", "Deployment", "shop-prod", "web")))
        .contains(
            "project team does not allow apps/Deployment shop-prod/web in namespace shop-prod in"
                + " spec.namespaces");
    assertThat(rules.object(new ObjectRef("", "Namespace", "", "kube-system")))
        .contains("project team does not allow Namespace kube-system in spec.clusterKinds.allow");
    assertThat(
            rules.object(
                new ObjectRef("rbac.authorization.k8s.io", "RoleBinding", "shop-test", "all")))
        .contains(
            "project team denies rbac.authorization.k8s.io/RoleBinding shop-test/all in"
                + " spec.namespacedKinds.deny");
  }

  @Test
  void lets_only_kinds_of_the_list_through_when_there_is_one() {
    ProjectRules rules =
        rules(
            """
            {"namespaces": ["*"],
             "namespacedKinds": {"allow": [{"group": "apps", "kind": "*"}, {"kind": "ConfigMap"}]}}
            """);

    assertThat(rules.object(new ObjectRef("apps", "StatefulSet", "a", "db"))).isEmpty();
    assertThat(rules.object(new ObjectRef("", "ConfigMap", "a", "c"))).isEmpty();
    assertThat(rules.object(new ObjectRef("", "Secret", "a", "s")))
        .contains("project team does not allow Secret a/s in spec.namespacedKinds.allow");
  }

  @Test
  void judges_applications_by_home_sources_plugins_and_destination() throws Exception {
    ProjectRules rules =
        rules(
            """
            {"sources": ["registry"], "namespaces": ["shop"], "applicationNamespaces": ["team-*"],
             "plugins": ["cue"]}
            """);
    String source = "{\"path\": \"a\"}";

    assertThat(rules.application(application("team-a", source, "shop"))).isEmpty();
    assertThat(rules.application(application(ApiGroup.SYSTEM_NAMESPACE, source, "shop"))).isEmpty();
    assertThat(rules.application(application("other", source, "shop")))
        .contains(
            "project team does not allow Applications in namespace other in"
                + " spec.applicationNamespaces");
    assertThat(rules.application(application("team-a", "{\"repoUrl\": \"https://x.y/z\"}", "shop")))
        .contains("project team does not allow https://x.y/z in spec.sources");
    assertThat(rules.application(application("team-a", source, "")))
        .contains("project team does not allow namespace team-a in spec.namespaces");
    assertThat(
            rules.application(
                application("team-a", "{\"path\": \"a\", \"plugin\": {\"name\": \"sh\"}}", "shop")))
        .contains("project team does not allow plugin sh in spec.plugins");
  }

  @Test
  void takes_the_first_account_and_the_first_signatures_that_concern() {
    ProjectRules rules =
        rules(
            """
            {"serviceAccounts": [{"destination": "shop-*", "name": "deployer"},
                                 {"name": "all", "namespace": "accounts"}],
             "signatures": [{"sources": ["https://charts.example.org/**"], "require": {"mode": "None"}},
                            {"require": {"mode": "History", "ssh": ["line"]}}]}
            """);

    assertThat(rules.account("shop-a")).contains("system:serviceaccount:shop-a:deployer");
    assertThat(rules.account("other")).contains("system:serviceaccount:accounts:all");
    assertThat(rules("{}").account("other")).isEmpty();
    assertThat(rules.signatures("https://charts.example.org/web")).isEmpty();
    assertThat(rules.signatures("").orElseThrow().mode()).isEqualTo(Signatures.Mode.HISTORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://charts.example.org/../git/app",
        "https://charts.example.org//git",
        "https://charts.example.org/web?x",
        "https://charts.example.org/%2e%2e/git"
      })
  void demands_signatures_of_addresses_that_look_like_exceptions(String url) {
    ProjectRules rules =
        rules(
            """
            {"signatures": [{"sources": ["https://charts.example.org/**"], "require": {"mode": "None"}},
                            {"require": {}}]}
            """);

    assertThat(rules.signatures(url)).isPresent();
  }

  @Test
  void lets_charts_look_up_what_it_names() {
    ProjectRules rules = rules("{\"lookups\": [{\"kind\": \"ConfigMap\", \"name\": \"site-*\"}]}");

    assertThat(rules.permitsLookup("", "ConfigMap", "site-a")).isTrue();
    assertThat(rules.permitsLookup("", "ConfigMap", "other")).isFalse();
    assertThat(rules.permitsLookup("", "Secret", "site-a")).isFalse();
  }

  @Test
  void allows_everything_but_lookups_where_there_is_no_project() throws Exception {
    ProjectRules rules = new ProjectRules("default", ProjectSpec.UNRESTRICTED, REGISTRY);

    assertThat(
            rules.application(
                application("anywhere", "{\"repoUrl\": \"https://x.y/z\"}", "kube-system")))
        .isEmpty();
    assertThat(rules.object(new ObjectRef("apps", "Deployment", "any", "web"))).isEmpty();
    assertThat(rules.object(new ObjectRef("g", "Cluster", "", "x"))).isEmpty();
    assertThat(rules.signatures("")).isEmpty();
    assertThat(rules.permitsLookup("", "Secret", "x")).isFalse();
  }

  @Test
  void matches_long_patterns_quickly() {
    String pattern = "a*".repeat(500) + "b";

    assertThat(rules("{\"namespaces\": [\"%s\"]}".formatted(pattern)).namespace("a".repeat(1500)))
        .isPresent();
  }

  @Test
  void reads_and_writes_what_it_was_given() throws Exception {
    ProjectSpec spec =
        rules(
                "{\"sources\": [\"registry\"], \"clusterKinds\": {\"allow\": [{\"group\": \"*\", \"kind\": \"*\"}]}}")
            .spec();

    assertThat(JSON.readValue(JSON.writeValueAsBytes(spec), ProjectSpec.class)).isEqualTo(spec);
    assertThat(spec.clusterKinds().allow()).containsExactly(new KindPattern("*", "*", ""));
  }

  private static ProjectRules rules(String json) {
    try {
      return new ProjectRules("team", JSON.readValue(json, ProjectSpec.class), REGISTRY);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Application application(String namespace, String source, String destination)
      throws JsonProcessingException {
    return JSON.readValue(
        """
        {"metadata": {"namespace": "%s", "name": "shop"},
         "spec": {"sources": [%s], "destination": {"namespace": "%s"}}}
        """
            .formatted(namespace, source, destination),
        Application.class);
  }
}
