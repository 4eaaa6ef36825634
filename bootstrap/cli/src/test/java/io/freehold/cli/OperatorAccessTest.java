package io.freehold.cli;

import static io.freehold.testkit.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freehold.local.GitServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorAccessTest {
  private static final String REPOSITORY = "acme/registry";

  @TempDir private Path directory;
  private final SshKey operator = SshKey.generate("operator");
  private GitServer server;
  private RegistryUrl url;
  private HostKeys hosts;

  @BeforeEach
  void start() throws IOException {
    server = GitServer.start(directory.resolve("git"));
    server.createRepository(REPOSITORY);
    server.addUserKey(operator.publicLine());
    url = RegistryUrl.parse(server.sshUrl(REPOSITORY).toString());
    hosts = HostKeys.of(url, server.knownHostsLine(), "known_hosts");
    Files.createDirectories(directory.resolve("home/.ssh"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_default_key_file_of_the_operator_works() throws IOException {
    keyFile(directory.resolve("home/.ssh/id_ed25519"));

    assertThat(pushWith(new SshAgent(""))).isPresent();
  }

  @Test
  void the_ssh_agent_of_the_operator_works() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh-agent")), "no ssh-agent here");
    Path socket = directory.resolve("agent.sock");
    Process agent =
        new ProcessBuilder("/usr/bin/ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      within(Duration.ofSeconds(10), () -> assertThat(socket).exists());
      Path key = keyFile(directory.resolve("operator"));
      ProcessBuilder add = new ProcessBuilder("/usr/bin/ssh-add", "-q", key.toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertThat(add.start().waitFor()).isZero();

      assertThat(pushWith(new SshAgent(socket.toString()))).isPresent();
    } finally {
      agent.destroy();
    }
  }

  @Test
  void without_any_key_the_answer_is_one_line() {
    assertThatThrownBy(() -> pushWith(new SshAgent("")))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.GIT))
        .hasMessageContaining("cannot push to " + url)
        .message()
        .hasLineCount(1);
  }

  private Optional<String> pushWith(SshAgent agent) {
    try (var access = GitAccess.ofUser(hosts, directory.resolve("home"), agent);
        var registry = Registry.at(url, "main", access, directory.resolve("clone"))) {
      String commit = registry.commit(Optional.empty(), Map.of("a", "b"), "First");
      assertThat(registry.push(commit)).isTrue();
      return registry.fetch();
    }
  }

  private Path keyFile(Path file) throws IOException {
    Files.write(file, operator.openSsh());
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
