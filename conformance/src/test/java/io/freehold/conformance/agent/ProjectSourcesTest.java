package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.application;
import static io.freehold.conformance.agent.Api.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.local.LocalCluster;
import io.freehold.local.SshKeyPair;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where projects let their applications read from, whom they trust, and in whose name they write.
 */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectSourcesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int POLLS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  private final Api api;
  private final TestRepository registry;
  private final TestRepository team;
  private final Path directory;
  private final AgentUnderTest agent;

  ProjectSourcesTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      TestRepository team,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.registry = registry;
    this.team = team;
    this.directory = directory;
    Prerequisites.install(cluster, registry);
    this.agent = new AgentUnderTest(cluster, registry, directory);
  }

  @BeforeAll
  void theFolderOfTheClusterIsTheRoot() throws IOException {
    ready("root");
    Path credentials = team.deployCredentials(true);
    var secret = JSON.createObjectNode();
    secret
        .putObject("metadata")
        .put("name", "team")
        .putObject("labels")
        .put("freehold.io/credentials", "");
    secret
        .putObject("stringData")
        .put("url", team.url().toString())
        .put("identity", Files.readString(credentials.resolve("identity")))
        .put("known_hosts", Files.readString(credentials.resolve("known_hosts")));
    api.create("/api/v1/namespaces/freehold-system/secrets", secret.toString());
  }

  @AfterAll
  void end() {
    agent.close();
  }

  @Test
  void a_commit_counts_when_somebody_signed_it_whom_the_project_trusts() throws Exception {
    SshKeyPair trusted = key("trusted");
    SshKeyPair stranger = key("stranger");
    team.commit(Map.of("signed/a.yaml", map("signed", "unsigned")));
    registry.commit(
        Map.of(
            "clusters/test/signed.yaml",
            project(
                    "signed",
                    """
                      signatures:
                        - sources: ['*']
                          require: {ssh: ['dev@example.org namespaces="git" %s']}
                    """
                        .formatted(trusted.publicLine()))
                + app("signed", "{repoUrl: '%s', path: signed}".formatted(team.url()))));
    told("signed", "SourceAvailable", "False: SignatureRefused");
    assertThat(value("signed")).isEmpty();

    team.signedWith(directory.resolve("trusted"))
        .commit(Map.of("signed/a.yaml", map("signed", "trusted")));
    ready("signed");
    assertThat(value("signed")).isEqualTo("trusted");

    team.signedWith(directory.resolve("stranger"))
        .commit(Map.of("signed/a.yaml", map("signed", "stranger")));
    told("signed", "SourceAvailable", "False: SignatureRefused");
    assertThat(value("signed")).isEqualTo("trusted");
    assertThat(stranger.publicLine()).isNotEqualTo(trusted.publicLine());
  }

  @Test
  void objects_are_written_in_the_name_of_the_account_and_within_its_rights() {
    api.create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"owned\"}}");
    api.create(
        "/api/v1/namespaces/owned/serviceaccounts", "{\"metadata\":{\"name\":\"deployer\"}}");
    api.create(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/owned/roles",
        "{\"metadata\":{\"name\":\"deployer\"},\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"],\"verbs\":[\"*\"]}]}");
    api.create(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/owned/rolebindings",
        """
        {"metadata":{"name":"deployer"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"deployer"},
         "subjects":[{"kind":"ServiceAccount","name":"deployer","namespace":"owned"}]}\
        """);
    registry.commit(
        Map.of(
            "owned/a.yaml",
            map("owned", "1"),
            "clusters/test/owned.yaml",
            project("owned", "  serviceAccounts: [{name: deployer}]\n")
                + app("owned", "{path: owned}").replace("namespace: default", "namespace: owned")));
    ready("owned");
    assertThat(api.get(configMap("owned", "owned")).at("/data/key").asText()).isEqualTo("1");

    registry.commit(
        Map.of(
            "owned/s.yaml",
            "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n"));
    told("owned", "Ready", "system:serviceaccount:owned:deployer");
    assertThat(condition("owned", "Ready")).startsWith("False").contains("Service", "owned/s");

    api.patch(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/owned/roles/deployer",
        "{\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"configmaps\",\"services\"],\"verbs\":[\"*\"]}]}");
    registry.commit(Map.of("owned/a.yaml", map("owned", "2")));
    ready("owned");
    assertThat(api.get("/api/v1/namespaces/owned/services/s").isMissingNode()).isFalse();
  }

  @Test
  void a_remote_base_is_followed() {
    team.commit(
        Map.of(
            "base/kustomization.yaml", "resources: [a.yaml]\n", "base/a.yaml", map("base", "1")));
    registry.commit(
        Map.of(
            "remote/kustomization.yaml",
            "namePrefix: remote-\nresources: ['%s//base?ref=main']\n".formatted(team.url()),
            "clusters/test/remote.yaml",
            project("remote", "") + app("remote", "{path: remote}")));
    ready("remote");
    assertThat(value("remote-base")).isEqualTo("1");
    team.commit(Map.of("base/a.yaml", map("base", "2")));
    Eventually.within(LIMIT, () -> assertThat(value("remote-base")).isEqualTo("2"));
  }

  @Test
  void an_artifact_counts_when_it_is_signed_and_is_downloaded_once() throws Exception {
    KeyPair trusted = p256();
    try (var oci = new OciServer()) {
      String first = oci.push("latest", "a.yaml", map("artifact", "1"));
      registry.commit(
          Map.of(
              "clusters/test/artifact.yaml",
              project(
                      "artifact",
                      "  signatures: [{sources: ['*'], require: {cosign: [%s]}}]\n"
                          .formatted(JSON.writeValueAsString(pem(trusted))))
                  + app("artifact", "{repoUrl: '%s', revision: latest}".formatted(oci.url()))));
      told("artifact", "SourceAvailable", "is not signed");
      oci.sign(first, p256());
      told("artifact", "SourceAvailable", "none of");
      assertThat(value("artifact")).isEmpty();
      oci.sign(first, trusted);
      ready("artifact");
      assertThat(value("artifact")).isEqualTo("1");

      String second = oci.push("latest", "a.yaml", map("artifact", "2"));
      told("artifact", "SourceAvailable", "False: SignatureRefused");
      assertThat(value("artifact")).isEqualTo("1");
      oci.sign(second, trusted);
      Eventually.within(LIMIT, () -> assertThat(value("artifact")).isEqualTo("2"));

      int downloads = oci.downloads();
      int questions = oci.questions();
      Eventually.within(
          LIMIT, () -> assertThat(oci.questions()).isGreaterThanOrEqualTo(questions + POLLS));
      assertThat(oci.downloads()).as("what did not move is not fetched").isEqualTo(downloads);
      assertThat(agent.log()).doesNotContain("PRIVATE KEY");
    }
  }

  /** What the pages tell people to write has no field that the kinds do not know. */
  @Test
  void the_manifests_of_the_docs_are_valid() throws IOException {
    int applications = 0;
    try (var pages = Files.list(Path.of("..", "docs"))) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        for (MatchResult block : YAML_BLOCK.matcher(Files.readString(page)).results().toList()) {
          for (MapValue object : ours(page, block.group(1))) {
            String kind = object.text("kind").toLowerCase(Locale.ROOT) + "s";
            var content = (ObjectNode) JSON.readTree(Json.text(object));
            // Wherever the page puts it.
            ((ObjectNode) content.path("metadata")).put("namespace", "freehold-system");
            api.create(
                "/apis/freehold.io/v1/namespaces/freehold-system/%s?dryRun=All&fieldValidation=Strict"
                    .formatted(kind),
                content.toString());
            applications += kind.equals("applications") ? 1 : 0;
          }
        }
      }
    }
    assertThat(applications).isGreaterThan(5);
  }

  private static List<MapValue> ours(Path page, String yaml) {
    return Yaml.parse(page.toString(), yaml.getBytes(StandardCharsets.UTF_8), Schema.KUBERNETES)
        .stream()
        .map(Document::root)
        .filter(MapValue.class::isInstance)
        .map(MapValue.class::cast)
        .filter(object -> object.text("apiVersion").equals("freehold.io/v1"))
        .filter(object -> List.of("Application", "Project").contains(object.text("kind")))
        .toList();
  }

  private SshKeyPair key(String name) {
    SshKeyPair key = SshKeyPair.generate(name);
    key.writePrivate(directory.resolve(name));
    return key;
  }

  private static KeyPair p256() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(KeyPair key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private void ready(String name) {
    told(name, "Ready", "True");
  }

  private void told(String name, String type, String expected) {
    Eventually.within(LIMIT, () -> assertThat(condition(name, type)).contains(expected));
  }

  private String condition(String name, String type) {
    for (var condition : api.get(application(name)).path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return "%s: %s: %s"
            .formatted(
                condition.path("status").asText(),
                condition.path("reason").asText(),
                condition.path("message").asText());
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
   * @param more further lines of the spec
   */
  private static String project(String name, String more) {
    return """
    apiVersion: freehold.io/v1
    kind: Project
    metadata: {name: %s, namespace: freehold-system}
    spec:
      sources: ['*']
      namespaces: ['*']
    %s\
    ---
    """
        .formatted(name, more);
  }

  private static String app(String name, String source) {
    return """
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %1$s, namespace: freehold-system}
    spec:
      project: %1$s
      sources: [%2$s]
      destination: {namespace: default}
    """
        .formatted(name, source);
  }
}
