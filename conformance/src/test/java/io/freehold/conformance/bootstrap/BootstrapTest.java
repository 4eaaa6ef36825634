package io.freehold.conformance.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.cli.Bootstrap;
import io.freehold.cli.BootstrapRequest;
import io.freehold.cli.CliException;
import io.freehold.cli.ExitCode;
import io.freehold.cli.Installation;
import io.freehold.cli.LocalAgent;
import io.freehold.cli.SshKey;
import io.freehold.forge.NoForge;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bootstraps against a Git server that enforces deploy keys, mostly up to the wait for the agent.
 */
class BootstrapTest {
  // With controllers: the agent waits until its own Deployment is available.
  @RegisterExtension static final OwnCluster CLUSTER = OwnCluster.withNodes();

  private static final String REPOSITORY = "acme/registry";

  @TempDir private Path directory;
  private final Bootstrap bootstrap = Bootstrap.standard(Clock.systemUTC());
  // Without the last step, the wait for the agent.
  private final int steps = bootstrap.size() - 1;
  private RegistryFixture registry;
  private TestCluster system;

  @BeforeEach
  void start(TestCluster cluster) throws IOException {
    registry = new RegistryFixture(directory);
    registry.server.createRepository(REPOSITORY);
    system = new TestCluster(cluster.kubeconfig(), cluster.server(), "freehold-system");
    forget();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  /** A cluster that was never bootstrapped, as far as a bootstrap looks. */
  private void forget() {
    system.kubectl("delete", "--ignore-not-found", "secret/freehold-identity");
    system.kubectl("delete", "--ignore-not-found", "secret/freehold-git");
    system.kubectl("delete", "--ignore-not-found", "deployment/freehold-agent");
  }

  @Test
  void a_run_after_an_interruption_anywhere_completes_without_doing_anything_twice()
      throws Exception {
    for (int interrupted = 1; interrupted <= steps; interrupted++) {
      String repository = "acme/registry-" + interrupted;
      registry.server.createRepository(repository);
      forget();
      BootstrapRequest request = registry.request(system, repository);
      bootstrap.first(interrupted).run(request, new RecordingListener());

      String identity = interrupted >= 2 ? secret("freehold-identity", "private-key") : "";
      String key = interrupted >= 4 ? secret("freehold-git", "identity") : "";
      var second = new RecordingListener();
      bootstrap.first(steps).run(request, second);

      assertThat(second.notes).as("notes after step %d", interrupted).isEmpty();
      assertThat(secret("freehold-identity", "private-key")).startsWith(identity);
      assertThat(secret("freehold-git", "identity")).startsWith(key);
      if (interrupted >= 3) {
        assertThat(second.outcomes).anyMatch(line -> line.contains("nothing to change"));
      }
      assertThat(registry.deployKeys(repository)).isEqualTo(1);
      Path clone = clone(repository, "clone-" + interrupted);
      assertThat(registry.git(clone, registry.operatorKey, 0, "log", "--format=%s").strip())
          .isEqualTo("Add cluster prod");
      assertThat(Files.readString(clone.resolve("clusters/prod/cluster.yaml")))
          .contains(secret("freehold-identity", "public-key"));
      assertThat(system.kubectl("get", "deployment", "freehold-agent", "-o", "name"))
          .contains("deployment.apps/freehold-agent");
    }
  }

  @Test
  void without_a_forge_a_person_adds_the_key_and_the_bootstrap_completes() {
    BootstrapRequest request =
        registry.request(
            system,
            REPOSITORY,
            false,
            new NoForge(),
            new BootstrapRequest.DeployKeySource.Generated());
    var listener =
        new RecordingListener(note ->
            registry.server.addDeployKey(
                REPOSITORY, "by hand", note.replaceAll("(?s).*(ssh-ed25519 \\S+).*", "$1"), true));

    try (var _ =
        LocalAgent.start(
            system.kubeconfig(),
            directory.resolve("agent"),
            Installation.find().agent(),
            Clock.systemUTC())) {
      bootstrap.run(request, listener);
    }

    assertThat(listener.notes)
        .singleElement()
        .asString()
        .contains("without write access", REPOSITORY, "freehold/prod");
    assertThat(listener.outcomes)
        .hasSize(bootstrap.size())
        .contains(
            "Register the deploy key: registered by hand",
            "Prove that the key only reads: a fetch works, a push is refused");
    assertThat(listener.outcomes.getLast())
        .startsWith("Wait until the agent manages itself: Synced and Healthy at ");
    assertThat(registry.deployKeys(REPOSITORY)).isEqualTo(1);
  }

  @Test
  void the_deploy_key_of_a_cluster_fetches_and_cannot_push() throws Exception {
    bootstrap.first(steps).run(registry.request(system, REPOSITORY), new RecordingListener());
    Path key = directory.resolve("agent-key");
    Files.writeString(key, secret("freehold-git", "identity"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path clone = clone(REPOSITORY, "clone");

    registry.git(clone, key, 0, "fetch");
    registry.git(clone, registry.operatorKey, 0, "checkout", "-b", "attack");
    String refusal = registry.git(clone, key, 128, "push", "origin", "attack");

    assertThat(refusal).containsIgnoringCase("read only");
    assertThat(secret("freehold-git", "known_hosts").strip())
        .isEqualTo(registry.server.knownHostsLine().strip());
  }

  @Test
  void a_key_that_can_write_is_refused_and_nothing_is_installed() throws Exception {
    SshKey writer = SshKey.generate("writer");
    registry.server.addDeployKey(REPOSITORY, "writer", writer.publicLine(), false);
    Path file = registry.file("writer", writer);
    var source = new BootstrapRequest.DeployKeySource.File(file);
    // Told by the forge first…
    assertRefused(
        registry.request(system, REPOSITORY, true, registry.forge(), source), "can write");
    // …and without a forge by trying.
    assertRefused(
        registry.request(system, REPOSITORY, true, new NoForge(), source),
        "a push of the branch freehold-write-probe-");

    assertThat(system.kubectl("get", "secret,deployment", "-o", "name"))
        .doesNotContain("freehold-git")
        .doesNotContain("freehold-agent");
    Path clone = clone(REPOSITORY, "clone");
    assertThat(registry.git(clone, registry.operatorKey, 0, "ls-remote", "--heads"))
        .contains("refs/heads/main")
        .doesNotContain("probe");
  }

  private void assertRefused(BootstrapRequest request, String reason) {
    assertThatThrownBy(() -> bootstrap.first(steps).run(request, new RecordingListener()))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.DEPLOY_KEY))
        .hasMessageContaining(reason)
        .hasMessageContaining("write");
  }

  @Test
  void a_new_cluster_takes_over_an_existing_folder_without_overwriting_it() throws Exception {
    BootstrapRequest request = registry.request(system, REPOSITORY);
    bootstrap.first(steps).run(request, new RecordingListener());
    String oldKey = secret("freehold-identity", "public-key");
    Path clone = clone(REPOSITORY, "clone");
    Path apps = clone.resolve("clusters/prod/apps.yaml");
    Files.writeString(apps, "# ours\n" + Files.readString(apps));
    Files.delete(clone.resolve("clusters/prod/samples.yaml"));
    registry.git(clone, registry.operatorKey, 0, "rm", "-rq", "apps/greetings");
    commitAndPush(clone);
    forget();

    var listener = new RecordingListener();
    BootstrapRequest withoutSamples =
        registry.request(
            system,
            REPOSITORY,
            false,
            registry.forge(),
            new BootstrapRequest.DeployKeySource.Generated());
    bootstrap.first(steps).run(withoutSamples, listener);

    registry.git(clone, registry.operatorKey, 0, "pull", "-q");
    String cluster = Files.readString(clone.resolve("clusters/prod/cluster.yaml"));
    assertThat(cluster).contains(oldKey, secret("freehold-identity", "public-key"));
    assertThat(Files.readString(apps)).startsWith("# ours");
    assertThat(clone.resolve("clusters/prod/samples.yaml")).doesNotExist();
    assertThat(clone.resolve("apps/greetings")).doesNotExist();
    assertThat(listener.notes).anyMatch(note -> note.contains("trusts another key too"));
  }

  @Test
  void an_unknown_host_key_stops_before_anything_is_changed() throws Exception {
    Files.writeString(registry.knownHosts, "github.com " + SshKey.generate("").publicLine() + "\n");

    assertThatThrownBy(
            () -> bootstrap.run(registry.request(system, REPOSITORY), new RecordingListener()))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.PREFLIGHT))
        .hasMessageContaining("--known-hosts");
    assertThat(system.kubectl("get", "secrets", "-o", "name")).doesNotContain("freehold-identity");
  }

  private Path clone(String repository, String name) throws Exception {
    Path clone = directory.resolve(name);
    registry.git(
        directory,
        registry.operatorKey,
        0,
        "clone",
        "-q",
        registry.server.sshUrl(repository).toString(),
        clone.toString());
    return clone;
  }

  private void commitAndPush(Path clone) throws Exception {
    registry.git(clone, registry.operatorKey, 0, "add", "-A");
    List<String> identity = List.of("-c", "user.name=t", "-c", "user.email=t@example.org");
    registry.git(
        clone,
        registry.operatorKey,
        0,
        identity.get(0),
        identity.get(1),
        identity.get(2),
        identity.get(3),
        "commit",
        "-qm",
        "Ours");
    registry.git(clone, registry.operatorKey, 0, "push", "-q");
  }

  private String secret(String name, String key) {
    String encoded =
        system.kubectl(
            "get", "secret", name, "-o", "jsonpath={.data." + key.replace(".", "\\.") + "}");
    return new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
  }
}
