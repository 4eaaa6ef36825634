package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LocalClusterTest {
  @TempDir Path temp;

  @BeforeAll
  static void requireTheBinary() {
    DevClusterBinary.unavailable().ifPresent(reason -> Assumptions.abort(reason));
    DevClusterBinary.ensure(System.err::println); // its first build takes longer than a test may
  }

  @Test
  void runsADeploymentAndStopsCompletely() throws Exception {
    var directory = temp.resolve("blue");
    var cluster = LocalCluster.start(LocalCluster.Options.withNodes("blue", directory));
    try (cluster) {
      assertThat(Processes.in(directory)).as("etcd to kwok").hasSize(5);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster.kubeconfig())))
          .isEqualTo("rw-------");
      var api = TestApi.connect(cluster);
      api.post(
          "/apis/apps/v1/namespaces/default/deployments",
          """
          {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":3,
           "selector":{"matchLabels":{"app":"web"}},
           "template":{"metadata":{"labels":{"app":"web"}},
            "spec":{"containers":[{"name":"web","image":"example.org/web:1"}]}}}}
          """);
      api.await(
          "/apis/apps/v1/namespaces/default/deployments/web",
          web -> web.at("/status/availableReplicas").asInt() == 3);
      assertThat(api.anonymousStatus("/healthz")).isEqualTo(401);
    }
    assertThat(cluster.running()).isFalse();
    assertThat(Processes.in(directory)).isEmpty();
    assertThat(directory.resolve("etcd")).doesNotExist();
  }

  @Test
  void requestedTokensActWithTheRightsOfTheirServiceAccount() throws Exception {
    try (var cluster = LocalCluster.start(LocalCluster.Options.apiServer("red", temp))) {
      var api = TestApi.connect(cluster);
      api.post(
          "/api/v1/namespaces/default/serviceaccounts",
          """
          {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"robot"}}
          """);
      var token =
          api.post(
                  "/api/v1/namespaces/default/serviceaccounts/robot/token",
                  """
                  {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":600}}
                  """)
              .at("/status/token")
              .asText();
      var secrets = "/api/v1/namespaces/default/secrets";
      assertThat(api.status(secrets, token)).isEqualTo(403);
      api.post(
          "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
          """
          {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"robot"},
           "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
           "subjects":[{"kind":"ServiceAccount","name":"robot","namespace":"default"}]}
          """);
      api.awaitStatus(secrets, token, 200);
    }
  }

  @Test
  void aSecondClusterInTheSameDirectoryIsRefused() {
    var options = LocalCluster.Options.apiServer("twice", temp);
    try (var first = LocalCluster.start(options)) {
      assertThatThrownBy(() -> LocalCluster.start(options))
          .isInstanceOf(LocalPlatformException.class)
          .hasMessageContaining("another cluster runs in");
      assertThat(first.running()).isTrue();
    }
  }

  @Test
  void aStartThatFailsTellsTheEndOfTheLog() throws Exception {
    Files.createDirectories(temp.resolve("etcd.sock:0/occupied")); // etcd can not listen there
    assertThatThrownBy(() -> LocalCluster.start(LocalCluster.Options.apiServer("broken", temp)))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("cluster broken failed: etcd ended")
        .hasMessageContaining("etcd.sock");
    assertThat(Processes.in(temp)).isEmpty();
  }

  @Test
  void nothingSurvivesTheDeathOfTheParent() throws Exception {
    var parent = startedByAnotherJvm();
    try {
      parent.destroyForcibly().waitFor(); // SIGKILL: no shutdown hook runs
      Processes.awaitNone(temp);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void nothingSurvivesTheDeathOfTheSupervisor() throws Exception {
    var parent = startedByAnotherJvm();
    try {
      var supervisor = parent.children().findFirst().orElseThrow();
      assertThat(supervisor.destroyForcibly()).isTrue();
      Processes.awaitNone(temp);
      // What it left in the directory does not hinder the next one.
      LocalCluster.start(LocalCluster.Options.apiServer("heir", temp)).close();
    } finally {
      parent.destroyForcibly();
    }
  }

  private Process startedByAnotherJvm() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var parent =
        new ProcessBuilder(
                java,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterHolder.class.getName(),
                temp.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(parent.inputReader().readLine()).isEqualTo("ready");
    assertThat(Processes.in(temp)).as("etcd, API server").hasSize(2);
    return parent;
  }
}
