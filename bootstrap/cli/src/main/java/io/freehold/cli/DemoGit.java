package io.freehold.cli;

import io.freehold.forge.Forge;
import io.freehold.forge.ForgeToken;
import io.freehold.forge.GiteaForge;
import io.freehold.local.GitServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's Git server with one registry, a user who may push to it, and a reading key for the
 * plane.
 */
final class DemoGit implements AutoCloseable {
  static final String REPOSITORY = "demo/registry";
  static final String BRANCH = "main";

  private static final String README =
      """
      # The registry of the demo fleet

      `clusters/NAME/` is what cluster NAME makes itself match; `apps/` is what its Applications point at.
      Change something, commit, push, and watch.
      """;

  private final GitServer server;
  private final RegistryUrl url;
  private final Path directory;

  private DemoGit(GitServer server, RegistryUrl url, Path directory) {
    this.server = server;
    this.url = url;
    this.directory = directory;
  }

  static DemoGit start(Path directory) throws IOException {
    Folders.createPrivate(directory);
    GitServer server = GitServer.start(directory.resolve("server"));
    server.createRepository(REPOSITORY);
    var git =
        new DemoGit(server, RegistryUrl.parse(server.sshUrl(REPOSITORY).toString()), directory);
    byte[] knownHosts = (server.knownHostsLine().strip() + "\n").getBytes(StandardCharsets.UTF_8);
    Folders.writePrivate(git.knownHosts(), knownHosts);
    SshKey user = SshKey.generate("demo");
    Folders.writePrivate(git.userKey(), user.openSsh());
    server.addUserKey(user.publicLine());
    SshKey plane = SshKey.generate("freehold-plane");
    Folders.createPrivate(git.planeCredentials());
    Folders.writePrivate(git.planeCredentials().resolve("identity"), plane.openSsh());
    Folders.writePrivate(git.planeCredentials().resolve("known_hosts"), knownHosts);
    server.addDeployKey(REPOSITORY, "freehold-plane", plane.publicLine(), true);
    git.seed(user);
    return git;
  }

  private void seed(SshKey user) {
    HostKeys hosts = HostKeys.read(url, knownHosts());
    Path scratch = directory.resolve("seed");
    try (var access = GitAccess.withKey(user, hosts, scratch);
        var registry = Registry.at(url, BRANCH, access, scratch.resolve("registry"))) {
      registry.push(
          registry.commit(Optional.empty(), Map.of("README.md", README), "Start the registry"));
    } finally {
      Folders.deleteRecursively(scratch);
    }
  }

  RegistryUrl url() {
    return url;
  }

  GitServer server() {
    return server;
  }

  Path knownHosts() {
    return directory.resolve("known_hosts");
  }

  Path userKey() {
    return directory.resolve("demo-user");
  }

  Path planeCredentials() {
    return directory.resolve("plane");
  }

  /** The server's own forge API, with its administrator's token. */
  Forge forge() {
    return new GiteaForge(server.forgeUrl(), ForgeToken.of(server.forgeToken()));
  }

  /** A command that clones the registry so that pushes from the clone work too. */
  String cloneCommand() {
    return "git clone -c core.sshCommand=\"ssh -i %s -o IdentitiesOnly=yes -o UserKnownHostsFile=%s\" %s"
        .formatted(userKey(), knownHosts(), url);
  }

  @Override
  public void close() {
    server.close();
  }
}
