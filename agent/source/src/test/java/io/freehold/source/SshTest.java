package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshTest {
  private static final GitLimits LIMITS =
      new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1 << 20);

  @TempDir Path folder;
  private Upstream upstream;
  private SshGitServer server;
  private KeyPair user;
  private KeyPair host;
  private volatile GitCredentials credentials;
  private GitRepository repository;

  @BeforeEach
  void start() throws Exception {
    upstream = new Upstream(folder.resolve("upstream.git"));
    user = Keys.ed25519();
    host = Keys.ed25519();
    server = new SshGitServer(upstream.repository(), host);
    server.allow(user.getPublic());
    use(server.knownHostsLine());
    repository =
        new GitRepository(server.url(), folder.resolve("cache"), () -> credentials, LIMITS);
  }

  @AfterEach
  void stop() throws Exception {
    repository.close();
    server.close();
    upstream.close();
  }

  @Test
  void aBranchIsLookedUpAndFetched() throws Exception {
    String commit = upstream.commit("main", Map.of("apps/web.yaml", "kind: A"));

    assertThat(repository.lookUp("main")).isEqualTo(commit);
    assertThat(repository.holds(commit)).isFalse();
    assertThat(repository.fetch("main")).isEqualTo(commit);
    assertThat(repository.treeAt(commit, "apps").read("web.yaml")).asString().isEqualTo("kind: A");
    assertThat(folder.resolve("cache/no-home")).doesNotExist();
  }

  @Test
  void aHashedHostLineIsMatched() throws Exception {
    String commit = upstream.commit("main", Map.of("a", "1"));
    byte[] salt = HexFormat.of().parseHex("00112233445566778899aabbccddeeff00112233");
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(salt, "HmacSHA1"));
    String name = "[127.0.0.1]:" + server.url().port();
    byte[] hash = mac.doFinal(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var base64 = Base64.getEncoder();

    use(
        "|1|%s|%s %s\n"
            .formatted(
                base64.encodeToString(salt),
                base64.encodeToString(hash),
                PublicKeyEntry.toString(host.getPublic())));
    assertThat(repository.lookUp("main")).isEqualTo(commit);
  }

  @Test
  void anotherUserKeyIsRefused() throws Exception {
    upstream.commit("main", Map.of("a", "1"));
    user = Keys.ed25519();
    use(server.knownHostsLine());
    fails(Code.AUTH).withMessageContaining("check that the key or token is registered");
  }

  @Test
  void anotherHostKeyIsRefusedAndNamed() throws Exception {
    upstream.commit("main", Map.of("a", "1"));
    use(server.knownHostsLine(Keys.ed25519().getPublic()));
    fails(Code.HOST_KEY).withMessageContaining("SHA256:").withMessageContaining("known_hosts");
  }

  @Test
  void aHostThatIsNotPinnedIsNotAsked() throws Exception {
    use("github.com " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    fails(Code.HOST_KEY).withMessageContaining("[127.0.0.1]:" + server.url().port());
  }

  @Test
  void aRevokedHostKeyIsRefusedThoughItIsPinnedToo() throws Exception {
    upstream.commit("main", Map.of("a", "1"));
    use(server.knownHostsLine() + "@revoked " + server.knownHostsLine());
    fails(Code.HOST_KEY);
  }

  @Test
  void aServerThatChangesItsKeyIsRefusedUntilThePinFollows() throws Exception {
    String commit = upstream.commit("main", Map.of("a", "1"));
    assertThat(repository.lookUp("main")).isEqualTo(commit);
    server.stop();
    server.resume(Keys.ed25519());
    fails(Code.HOST_KEY);

    use(server.knownHostsLine());
    assertThat(repository.lookUp("main")).isEqualTo(commit);
  }

  @Test
  void aStoppedServerIsUnreachableAndReadFromAgainWhenItIsBack() throws Exception {
    String commit = upstream.commit("main", Map.of("a", "1"));
    repository.fetch("main");
    server.stop();
    fails(Code.UNREACHABLE);
    assertThat(repository.treeAt(commit, "").read("a")).asString().isEqualTo("1");

    server.resume(host);
    String next = upstream.commit("main", Map.of("a", "2"));
    assertThat(repository.fetch("main")).isEqualTo(next);
    assertThat(repository.compare(commit, next, "main")).isEqualTo(Ancestry.FORWARD);
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var slow =
            new GitRepository(
                GitUrl.parse("ssh://git@127.0.0.1:" + silent.getLocalPort() + "/a/b.git"),
                folder.resolve("cache"),
                () -> credentials,
                new GitLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), 100))) {
      use(server.knownHostsLine().replace(":" + server.url().port(), ":" + silent.getLocalPort()));
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> slow.lookUp("main"))
          .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.UNREACHABLE));
    }
  }

  @Test
  void theInstalledGitServesAsWell() throws Exception {
    String base = upstream.commit("main", Map.of("a", "1"));
    String side = upstream.commit("side", new ObjectId[] {ObjectId.fromString(base)}, Map.of());
    String first = upstream.commit("main", Map.of("a", "2"));
    try (var real = new SshGitServer(upstream.repository(), host, true);
        var copy =
            new GitRepository(real.url(), folder.resolve("real"), () -> credentials, LIMITS)) {
      real.allow(user.getPublic());
      use(real.knownHostsLine());
      assertThat(copy.fetch("main")).isEqualTo(first);
      assertThat(copy.holds(base)).as("only the newest commit is fetched first").isFalse();

      upstream.commit("main", Map.of("a", "3"));
      String third =
          upstream.commit(
              "main",
              new ObjectId[] {ObjectId.fromString(first), ObjectId.fromString(side)},
              Map.of("a", "4"));
      assertThat(copy.fetch("main")).isEqualTo(third);
      assertThat(copy.compare(first, third, "main")).isEqualTo(Ancestry.FORWARD);
      assertThat(copy.treeAt(third, "").read("a")).asString().isEqualTo("4");

      String other = upstream.commit("main", new ObjectId[0], Map.of("a", "x"));
      assertThat(copy.fetch("main")).isEqualTo(other);
      assertThat(copy.compare(third, other, "main")).isEqualTo(Ancestry.DIVERGED);
      assertThat(copy.compare(other, base, "main")).isEqualTo(Ancestry.DIVERGED);
      assertThat(copy.fetch(base)).isEqualTo(base);
    }
  }

  @Test
  void brokenIdentitiesAreNamedWithoutBeingQuoted() throws Exception {
    credentials = new GitCredentials("not a key", server.knownHostsLine(), "", "", "");
    fails(Code.CREDENTIALS).withMessageContaining("identity").withMessageNotContaining("not a key");
  }

  private void use(String knownHosts) throws Exception {
    credentials = new GitCredentials(Keys.openSsh(user), knownHosts, "", "", "");
  }

  private org.assertj.core.api.ThrowableAssertAlternative<SourceException> fails(Code code) {
    return assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> repository.lookUp("main"))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
