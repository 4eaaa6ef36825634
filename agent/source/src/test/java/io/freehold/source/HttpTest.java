package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTest {
  private static final GitLimits LIMITS =
      new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1 << 20);
  private static final GitCredentials GOOD = basic(HttpGitServer.PASSWORD, "");

  @TempDir Path folder;
  private Upstream upstream;
  private String commit;

  @BeforeEach
  void start() throws IOException {
    upstream = new Upstream(folder.resolve("upstream.git"));
    commit = upstream.commit("main", Map.of("a", "1"));
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void basicCredentialsAreSentToTheUrlsServer() throws IOException {
    try (var server = new HttpGitServer(upstream.repository(), null);
        var repository = open(server.url(), GOOD)) {
      assertThat(repository.lookUp("main")).isEqualTo(commit);
      assertThat(repository.fetch("main")).isEqualTo(commit);
      String next = upstream.commit("main", Map.of("a", "2"));
      assertThat(repository.fetch("main")).isEqualTo(next);
      assertThat(repository.treeAt(next, "").read("a")).asString().isEqualTo("2");
    }
  }

  @Test
  void wrongCredentialsAndWrongPathsAreToldApartAndNotQuoted() throws IOException {
    try (var server = new HttpGitServer(upstream.repository(), null)) {
      fails(server.url(), basic("battery-staple", ""), Code.AUTH)
          .withMessageNotContaining("battery-staple");
      fails(server.url(), GitCredentials.NONE, Code.AUTH);
      fails(GitUrl.parse(server.base() + "/owner/other.git"), GOOD, Code.NOT_FOUND);
    }
  }

  @Test
  void noOtherServerIsAskedWhoeverRedirectsThere() throws IOException {
    try (var server = new HttpGitServer(upstream.repository(), null);
        var other = new HttpGitServer(upstream.repository(), null)) {
      server.redirectTo(other.base());
      fails(server.url(), GOOD, Code.URL).withMessageContaining(other.base());
      assertThat(other.authorizations()).isEmpty();
    }
  }

  @Test
  void aServerIsTrustedByTheGivenCertificateOnly() throws Exception {
    var certificate = Tls.create(folder, "localhost");
    var tls = certificate.context();
    String pem = certificate.pem();

    try (var server = new HttpGitServer(upstream.repository(), tls);
        var repository = open(server.url(), basic(HttpGitServer.PASSWORD, pem))) {
      assertThat(repository.fetch("main")).isEqualTo(commit);
      fails(server.url(), GOOD, Code.UNREACHABLE).withMessageContaining("certif");
      assertThat(server.authorizations()).last().isNotEqualTo("");
      fails(server.url(), basic(HttpGitServer.PASSWORD, "nonsense"), Code.CREDENTIALS)
          .withMessageContaining("ca.crt");
    }
  }

  private ThrowableAssertAlternative<SourceException> fails(
      GitUrl url, GitCredentials credentials, Code code) {
    try (var repository = open(url, credentials)) {
      return assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> repository.lookUp("main"))
          .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
  }

  private GitRepository open(GitUrl url, GitCredentials credentials) {
    return new GitRepository(url, folder.resolve("cache"), () -> credentials, LIMITS);
  }

  private static GitCredentials basic(String password, String certificates) {
    return new GitCredentials("", "", HttpGitServer.USER, password, certificates);
  }
}
