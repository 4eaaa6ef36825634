package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With JGit's client; {@link GitCommandLineClientTest} has the real one. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GitServerTest {
  private static final String REPOSITORY = "acme/registry";

  private final SshKeyPair user = SshKeyPair.generate("user");
  @TempDir Path temp;
  private GitServer server;

  @BeforeEach
  void start() {
    server = GitServer.start(temp.resolve("server"));
    server.createRepository(REPOSITORY);
    server.addUserKey(user.publicLine());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aUserReadsAndWrites() throws Exception {
    try (var client = client(user)) {
      var pushed = client.commitAndPush("a.yaml", "a: 1\n");
      assertThat(client.remoteHead(server.sshUrl(REPOSITORY))).isEqualTo(pushed);
    }
  }

  @Test
  void aReadOnlyDeployKeyFetchesAndCanNotPush() throws Exception {
    ObjectId pushed;
    try (var client = client(user)) {
      pushed = client.commitAndPush("a.yaml", "a: 1\n");
    }
    var key = SshKeyPair.generate("agent");
    server.addDeployKey(REPOSITORY, "freehold/prod-eu", key.publicLine(), true);
    try (var client = client(key)) {
      assertThat(client.fetch()).isEqualTo(pushed);
      assertThatThrownBy(() -> client.commitAndPush("b.yaml", "b: 1\n"))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("push not permitted"); // JGit's words; git itself shows ours
      assertThat(client.remoteHead(server.sshUrl(REPOSITORY))).isEqualTo(pushed);
    }
  }

  @Test
  void aDeployKeyWithWriteRightPushes() throws Exception {
    var key = SshKeyPair.generate("writer");
    server.addDeployKey(REPOSITORY, "writer", key.publicLine(), false);
    try (var client = client(key)) {
      var pushed = client.commitAndPush("a.yaml", "a: 1\n");
      assertThat(client.remoteHead(server.sshUrl(REPOSITORY))).isEqualTo(pushed);
    }
  }

  @Test
  void aDeployKeyDoesNotLearnOfOtherRepositories() throws Exception {
    server.createRepository("acme/other");
    var key = SshKeyPair.generate("agent");
    server.addDeployKey(REPOSITORY, "agent", key.publicLine(), true);
    try (var client = client(key)) {
      for (var name : new String[] {"acme/other", "acme/absent"}) {
        assertThatThrownBy(() -> client.remoteHead(server.sshUrl(name)))
            .hasStackTraceContaining("ERROR: Repository not found.");
      }
    }
  }

  @Test
  void strangersAndOtherUsersAreRefused() throws Exception {
    try (var client = client(SshKeyPair.generate("stranger"))) {
      assertThatThrownBy(() -> client.remoteHead(server.sshUrl(REPOSITORY)))
          .isInstanceOf(TransportException.class);
    }
    var otherUser = server.sshUrl(REPOSITORY).toString().replace("git@", "root@");
    try (var client = client(user)) {
      assertThatThrownBy(() -> client.remoteHead(URI.create(otherUser)))
          .isInstanceOf(TransportException.class);
    }
  }

  @Test
  void aRemovedDeployKeyOpensNothing() throws Exception {
    var key = SshKeyPair.generate("agent");
    server.addDeployKey(REPOSITORY, "agent", key.publicLine(), true);
    var book = new AccessBook(temp.resolve("server/keys.json"), Clock.systemUTC());
    var name = RepositoryName.of(REPOSITORY);
    var id = book.deployKeys(name).getFirst().id();
    assertThat(new TestForge(server).delete(REPOSITORY, id)).isEqualTo(204);
    try (var client = client(key)) {
      assertThatThrownBy(() -> client.remoteHead(server.sshUrl(REPOSITORY)))
          .isInstanceOf(TransportException.class);
    }
  }

  @Test
  void aKeyHasOneMeaning() {
    server.createRepository("acme/other");
    var key = SshKeyPair.generate("agent").publicLine();
    server.addDeployKey(REPOSITORY, "agent", key, true);
    for (var repository : new String[] {REPOSITORY, "acme/other"}) {
      assertThatThrownBy(() -> server.addDeployKey(repository, "again", key + "-2", true))
          .hasMessage("key is already in use");
    }
    assertThatThrownBy(() -> server.addUserKey(key)).hasMessage("key is already in use");
    assertThatThrownBy(() -> server.addDeployKey("acme/other", "me", user.publicLine(), true))
        .hasMessage("key is already in use");
  }

  @Test
  void refusesWhatIsNotAKey() {
    for (var line : new String[] {"", "nonsense", "ssh-ed25519 AAAA", "command=\"sh\" " + key()}) {
      assertThatThrownBy(() -> server.addUserKey(line))
          .isInstanceOf(LocalPlatformException.class)
          .hasMessage("not a public key in OpenSSH format");
    }
  }

  @Test
  void anOutageEndsAndTheHostKeyStays() throws Exception {
    var pin = server.knownHostsLine();
    try (var client = client(user)) {
      var pushed = client.commitAndPush("a.yaml", "a: 1\n");
      server.stopListening();
      assertThatThrownBy(() -> client.remoteHead(server.sshUrl(REPOSITORY)))
          .isInstanceOf(TransportException.class);
      server.resumeListening();
      assertThat(server.knownHostsLine()).isEqualTo(pin);
      assertThat(client.remoteHead(server.sshUrl(REPOSITORY))).isEqualTo(pushed);
    }
  }

  @Test
  void everythingSurvivesARestartOnTheSamePort() throws Exception {
    var key = SshKeyPair.generate("agent");
    server.addDeployKey(REPOSITORY, "agent", key.publicLine(), true);
    var url = server.sshUrl(REPOSITORY);
    var pin = server.knownHostsLine();
    ObjectId pushed;
    try (var client = client(user)) {
      pushed = client.commitAndPush("a.yaml", "a: 1\n");
    }
    server.close();
    server = GitServer.start(temp.resolve("server"), url.getPort());
    assertThat(server.knownHostsLine()).isEqualTo(pin);
    try (var client = client(key)) {
      assertThat(client.remoteHead(url)).isEqualTo(pushed);
    }
  }

  @Test
  void aTakenPortIsToldInOneLine() {
    var port = server.sshUrl(REPOSITORY).getPort();
    assertThatThrownBy(() -> GitServer.start(temp.resolve("second"), port))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("the Git server does not start");
  }

  private TestGitClient client(SshKeyPair key) throws Exception {
    return new TestGitClient(temp, key, server.knownHostsLine(), server.sshUrl(REPOSITORY));
  }

  private static String key() {
    return SshKeyPair.generate("x").publicLine();
  }
}
