package io.freehold.conformance.bootstrap;

import io.freehold.cli.BootstrapRequest;
import io.freehold.cli.RegistryUrl;
import io.freehold.cli.SshKey;
import io.freehold.forge.Forge;
import io.freehold.forge.ForgeToken;
import io.freehold.forge.GiteaForge;
import io.freehold.forge.RepositoryName;
import io.freehold.local.GitServer;
import io.freehold.testkit.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Git server with an operator who may push, and requests to bootstrap from it. */
final class RegistryFixture implements AutoCloseable {
  final GitServer server;
  final Path knownHosts;
  final Path operatorKey;
  private final Path directory;

  RegistryFixture(Path directory) throws IOException {
    this.directory = directory;
    server = GitServer.start(directory.resolve("git"));
    knownHosts = directory.resolve("known_hosts");
    Files.writeString(knownHosts, server.knownHostsLine().strip() + "\n");
    SshKey operator = SshKey.generate("operator");
    operatorKey = file("operator", operator);
    server.addUserKey(operator.publicLine());
  }

  /** A private key file as ssh accepts it. */
  Path file(String name, SshKey key) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, key.openSsh());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** A request with the local forge and a new deploy key. */
  BootstrapRequest request(TestCluster cluster, String repository) {
    return request(
        cluster, repository, true, forge(), new BootstrapRequest.DeployKeySource.Generated());
  }

  BootstrapRequest request(
      TestCluster cluster,
      String repository,
      boolean samples,
      Forge forge,
      BootstrapRequest.DeployKeySource deployKey) {
    return new BootstrapRequest(
        new BootstrapRequest.Git(
            RegistryUrl.parse(server.sshUrl(repository).toString()),
            "main",
            new BootstrapRequest.OperatorKey.File(operatorKey),
            knownHosts),
        new BootstrapRequest.Target(cluster.kubeconfig(), ""),
        new BootstrapRequest.Folder(
            "prod", Map.of("env", "test"), "", "60s", "5s", "ghcr.io/freehold/agent:test", samples),
        forge,
        deployKey,
        Duration.ofSeconds(60));
  }

  GiteaForge forge() {
    return new GiteaForge(server.forgeUrl(), ForgeToken.of(server.forgeToken()));
  }

  long deployKeys(String repository) {
    return forge().keys(RepositoryName.parse(repository)).size();
  }

  /** Runs git as a person with a key would; the answer is everything that it printed. */
  String git(Path workingDirectory, Path key, int expectedExit, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "GIT_SSH_COMMAND",
            "ssh -F none -i %s -o IdentitiesOnly=yes -o UserKnownHostsFile=%s"
                .formatted(key, knownHosts));
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != expectedExit) {
      throw new AssertionError(String.join(" ", command) + ":\n" + output);
    }
    return output;
  }

  @Override
  public void close() {
    server.close();
  }
}
