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

/** What AppProjects demand of Argo CD's Applications, on a real API server. */
@ExtendWith({OwnCluster.class, TestGitServer.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArgoProjectsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String AUTOMATED = "syncPolicy: {automated: {}, retry: {limit: 0}}";

  private final Api api;
  private final TestCluster cluster;
  private final TestRepository registry;
  private final AgentUnderTest agent;

  ArgoProjectsTest(
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
  void anUnsignedCommitIsNotUsedWhereTheProjectNamesKeys() {
    project("signed", "signatureKeys: [{keyID: 4AEE18F83AFDEB23}]");
    application("signed", map("a"));
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(text("signed", "/status/conditions/0/type")).isEqualTo("ComparisonError");
          assertThat(text("signed", "/status/conditions/0/message")).contains("signed");
        });
    assertThat(api.get(configMap("signed", "a")).isMissingNode()).isTrue();

    api.patch(projectPath("signed"), "{\"spec\": {\"signatureKeys\": null}}");
    Eventually.within(
        LIMIT, () -> assertThat(api.get(configMap("signed", "a")).isMissingNode()).isFalse());
  }

  @Test
  void objectsAreWrittenAsTheAccountThatTheProjectNames() {
    project(
        "written",
        "destinationServiceAccounts: [{server: '*', namespace: written, defaultServiceAccount: deployer}]");
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: written}\n");
    cluster.applyTo(
        "written", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: deployer}\n");
    settings("{application.sync.impersonation.enabled: 'true'}");
    try {
      application("written", map("a"));
      Eventually.within(
          LIMIT,
          () -> {
            assertThat(text("written", "/status/operationState/phase")).isEqualTo("Failed");
            assertThat(text("written", "/status/operationState/syncResult/resources/0/message"))
                .contains("system:serviceaccount:written:deployer");
          });
      assertThat(api.get(configMap("written", "a")).isMissingNode()).isTrue();

      cluster.applyTo(
          "written",
          """
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: deployer, namespace: written}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
          subjects: [{kind: ServiceAccount, name: deployer, namespace: written}]
          """);
      api.patch(path("written"), "{\"operation\": {\"sync\": {}}}");
      Eventually.within(
          LIMIT, () -> assertThat(api.get(configMap("written", "a")).isMissingNode()).isFalse());

      application("nobody", map("a"));
      Eventually.within(
          LIMIT,
          () -> {
            assertThat(text("nobody", "/status/operationState/phase")).isEqualTo("Error");
            assertThat(text("nobody", "/status/operationState/message"))
                .contains("destinationServiceAccounts");
          });
    } finally {
      settings("{}");
    }
  }

  @Test
  void whatNobodyWantsIsAnOrphanUntilItIsGone() {
    project("near", "orphanedResources: {warn: true, ignore: [{group: '', kind: Secret}]}");
    application("near", map("a"));
    synced("near");
    assertThat(conditions("near")).doesNotContain("OrphanedResourceWarning");

    cluster.applyTo("near", map("left") + "\n---\n" + map("left2"));
    Eventually.within(
        LIMIT, () -> assertThat(conditions("near")).contains("has 2 orphaned resources"));

    api.delete(configMap("near", "left"));
    api.delete(configMap("near", "left2"));
    Eventually.within(
        LIMIT, () -> assertThat(conditions("near")).doesNotContain("OrphanedResourceWarning"));
  }

  @Test
  void theSummaryNamesImagesAndAddresses() {
    application(
        "seen",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 0
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}}
            spec: {containers: [{name: web, image: "example.org/web:1"}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          tls: [{hosts: [web.example.org]}]
          rules:
          - host: web.example.org
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """);
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(text("seen", "/status/summary/images/0")).isEqualTo("example.org/web:1");
          assertThat(text("seen", "/status/summary/externalURLs/0"))
              .isEqualTo("https://web.example.org");
        });
  }

  private void project(String name, String spec) {
    ArgoFixture.apply(
        cluster,
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: %s, namespace: argocd}
        spec:
          sourceRepos: ["*"]
          destinations: [{server: "*", namespace: "*"}]
          %s
        """
            .formatted(name, spec));
  }

  private void settings(String data) {
    ArgoFixture.apply(
        cluster,
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\ndata: %s\n"
            .formatted(data));
  }

  /** Of the project of the same name, if there is one; syncs by itself. */
  private void application(String name, String file) {
    boolean own = !api.get(projectPath(name)).isMissingNode();
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(name));
    registry.commit(Map.of("apps/" + name + "/all.yaml", file));
    ArgoFixture.apply(
        cluster,
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: %1$s, namespace: argocd}
        spec:
          project: %2$s
          destination: {server: "https://kubernetes.default.svc", namespace: %1$s}
          source: {repoURL: "%3$s", path: apps/%1$s, targetRevision: HEAD}
          %4$s
        """
            .formatted(name, own ? name : "default", registry.url(), AUTOMATED));
  }

  private void synced(String name) {
    Eventually.within(
        LIMIT, () -> assertThat(text(name, "/status/sync/status")).as(name).isEqualTo("Synced"));
  }

  private String conditions(String name) {
    return get(name).at("/status/conditions").toString();
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

  private static String projectPath(String name) {
    return "/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects/" + name;
  }

  private static String map(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: '1'}\n"
        .formatted(name);
  }
}
