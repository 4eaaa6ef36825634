package io.freehold.cli;

import static io.freehold.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.testkit.SharedCluster;
import io.freehold.testkit.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedCluster.class)
class LocalAgentTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String NAMESPACE = BootstrapContext.NAMESPACE;

  @TempDir private Path directory;

  @Test
  void runs_the_deployment_as_a_kubelet_would(TestCluster shared) throws Exception {
    var cluster = new TestCluster(shared.kubeconfig(), shared.server(), NAMESPACE);
    cluster.apply(manifests("hello"));
    Path program = Path.of("target", "test-program").toAbsolutePath();
    Files.createDirectories(program);
    Path agentDirectory = directory.resolve("agent");
    try (var access = ClusterAccess.of(cluster.kubeconfig(), "");
        var agent =
            LocalAgent.start(cluster.kubeconfig(), agentDirectory, program, Clock.systemUTC())) {
      within(LIMIT, () -> assertThat(agent.problem()).contains("Secret or ConfigMap"));
      access.putSecret(NAMESPACE, "freehold-git", secret("first"));

      within(LIMIT, () -> assertThat(agent.pid()).isPositive());
      Path volumes = agentDirectory.resolve("volumes");
      List<String> started = started(volumes, agent.pid());
      assertThat(started.get(1)).isEqualTo("--config " + volumes + "/config/agent.yaml");
      assertThat(started.get(2)).isEqualTo("hello");
      assertThat(started.get(4)).contains("gitCredentials: " + volumes + "/config/git");
      Path key = volumes.resolve("config/git/identity");
      assertThat(key).hasContent("first");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");

      actsAsItsServiceAccount(Path.of(started.get(3)));

      // A changed Secret reaches the files of the running process.
      long pid = agent.pid();
      access.putSecret(NAMESPACE, "freehold-git", secret("second"));
      within(LIMIT, () -> assertThat(key).hasContent("second"));
      assertThat(agent.pid()).isEqualTo(pid);

      // A process that dies is started again.
      assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
      within(LIMIT, () -> assertThat(agent.pid()).isPositive().isNotEqualTo(pid));

      // A changed template starts another one.
      long second = agent.pid();
      cluster.apply(manifests("changed"));
      within(LIMIT, () -> assertThat(agent.pid()).isPositive().isNotEqualTo(second));
      assertThat(started(volumes, agent.pid()).get(2)).isEqualTo("changed");
      assertThat(ProcessHandle.of(second)).isEmpty();

      long third = agent.pid();
      cluster.kubectl("scale", "deployment/freehold-agent", "--replicas=0");
      within(LIMIT, () -> assertThat(ProcessHandle.of(third)).isEmpty());
    }
  }

  private static void actsAsItsServiceAccount(Path kubeconfig) {
    try (var pod = ClusterAccess.of(kubeconfig, "")) {
      assertThat(pod.version()).startsWith("v1.");
      assertThat(pod.may("create", "", "configmaps")).isFalse();
      assertThat(pod.may("get", "", "secrets")).isFalse();
    }
  }

  private static List<String> started(Path volumes, long pid) {
    Path file = volumes.resolve("data/started");
    within(
        LIMIT, () -> assertThat(Files.readAllLines(file).getFirst()).isEqualTo(Long.toString(pid)));
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, byte[]> secret(String identity) {
    return Map.of(
        "identity",
        identity.getBytes(StandardCharsets.UTF_8),
        "known_hosts",
        "host key".getBytes(StandardCharsets.UTF_8));
  }

  private static String manifests(String greeting) {
    String classPath = System.getProperty("java.class.path");
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: freehold-system}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: freehold-agent, namespace: freehold-system}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: freehold-agent, namespace: freehold-system}
    data:
      agent.yaml: |
        gitCredentials: /etc/freehold/git
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: freehold-agent, namespace: freehold-system}
    spec:
      replicas: 1
      selector: {matchLabels: {app: agent}}
      template:
        metadata: {labels: {app: agent}}
        spec:
          serviceAccountName: freehold-agent
          containers:
            - name: agent
              image: agent:1
              command: [java, -cp, "%s", io.freehold.cli.FakeAgent]
              args: [--config, /etc/freehold/agent.yaml]
              env:
                - {name: GREETING, value: %s}
                - {name: DATA, value: /var/lib/freehold}
                - {name: JDK_JAVA_OPTIONS, value: "-Xmx32m -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=/scratch"}
              volumeMounts:
                - {name: config, mountPath: /etc/freehold}
                - {name: data, mountPath: /var/lib/freehold}
                - {name: scratch, mountPath: /scratch}
          volumes:
            - name: config
              projected:
                sources:
                  - configMap: {name: freehold-agent}
                  - secret:
                      name: freehold-git
                      items:
                        - {key: identity, path: git/identity}
                        - {key: known_hosts, path: git/known_hosts}
            - {name: data, emptyDir: {}}
            - {name: scratch, emptyDir: {}}
    """
        .formatted(classPath, greeting);
  }
}
