package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the git and ssh of this machine, as a person uses the server. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GitCommandLineClientTest {
  @TempDir Path temp;

  private record Outcome(int code, String output) {}

  @Test
  void clonesPushesAndIsRefusedLikeOnAForge() throws Exception {
    requireCommands();
    try (var server = GitServer.start(temp.resolve("server"))) {
      server.createRepository("acme/registry");
      var user = identity("user");
      server.addUserKey(user.publicLine());
      var agent = identity("agent");
      server.addDeployKey("acme/registry", "agent", agent.publicLine(), true);
      Files.writeString(temp.resolve("known_hosts"), server.knownHostsLine() + "\n");
      var url = server.sshUrl("acme/registry").toString();

      assertThat(git("user", temp, "clone", url, "mine").code()).isZero();
      var mine = temp.resolve("mine");
      Files.writeString(mine.resolve("a.yaml"), "a: 1\n");
      git("user", mine, "add", ".");
      assertThat(git("user", mine, "commit", "-m", "Add a").code()).isZero();
      var pushed = git("user", mine, "push", "origin", "HEAD:main");
      assertThat(pushed.code()).as(pushed.output()).isZero();

      var cloned = git("agent", temp, "-c", "protocol.version=2", "clone", "--depth=1", url, "its");
      assertThat(cloned.code()).as(cloned.output()).isZero();
      var its = temp.resolve("its");
      assertThat(its.resolve("a.yaml")).hasContent("a: 1");
      var first = git("user", mine, "rev-parse", "HEAD").output().strip();
      git("user", mine, "commit", "--allow-empty", "-m", "Second");
      assertThat(git("user", mine, "push", "origin", "HEAD:main").code()).isZero();
      var pinned = git("agent", temp, "init", "pinned");
      assertThat(pinned.code()).isZero();
      var fetched = git("agent", temp.resolve("pinned"), "fetch", "--depth=1", url, first);
      assertThat(fetched.code()).as(fetched.output()).isZero();
      git("agent", its, "commit", "--allow-empty", "-m", "Try");
      var refused = git("agent", its, "push", "origin", "HEAD:main");
      assertThat(refused.code()).isNotZero();
      assertThat(refused.output())
          .contains("ERROR: The key you are authenticating with has been marked as read only.");

      var other = git("agent", temp, "ls-remote", server.sshUrl("acme/other").toString());
      assertThat(other.code()).isNotZero();
      assertThat(other.output()).contains("ERROR: Repository not found.");

      var shell = run("agent", temp, sshCommand("agent", server, "rm -rf /tmp/x"));
      assertThat(shell.code()).isEqualTo(1);
      assertThat(shell.output()).contains("Only git-upload-pack and git-receive-pack");
      var traversal =
          run("user", temp, sshCommand("user", server, "git-upload-pack '../../etc/passwd'"));
      assertThat(traversal.output()).contains("ERROR: Repository not found.");
    }
  }

  private SshKeyPair identity(String name) {
    var key = SshKeyPair.generate(name);
    key.writePrivate(temp.resolve(name)); // read by OpenSSH: proves our file format as well
    return key;
  }

  private Outcome git(String key, Path folder, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return run(key, folder, command);
  }

  private List<String> sshCommand(String key, GitServer server, String command) {
    var words = new ArrayList<>(List.of(ssh(key).split(" ")));
    words.addAll(List.of("-p", Integer.toString(server.sshUrl("a/b").getPort()), "git@127.0.0.1"));
    words.add(command);
    return words;
  }

  private String ssh(String key) {
    return "ssh -F none -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o BatchMode=yes"
        + " -o UserKnownHostsFile=%s -i %s"
            .formatted(temp.resolve("known_hosts"), temp.resolve(key));
  }

  private Outcome run(String key, Path folder, List<String> command) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("GIT_SSH_COMMAND", ssh(key));
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
    for (var role : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + role + "_NAME", "Test");
      environment.put("GIT_" + role + "_EMAIL", "test@example.org");
    }
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private static void requireCommands() throws Exception {
    for (var command : List.of(List.of("git", "--version"), List.of("ssh", "-V"))) {
      try {
        new ProcessBuilder(command).start().waitFor();
      } catch (IOException e) {
        Assumptions.abort(command.getFirst() + " is not installed");
      }
    }
  }
}
