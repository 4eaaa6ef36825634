package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialStoreTest {
  private static final CredentialStore STORE =
      CredentialStore.of(
          bound("https://git.example.org", "server"),
          bound("https://git.example.org/team", "team"),
          bound("https://git.example.org/team/web.git", "web"),
          bound("https://git.example.org:8443/", "port"),
          bound("git@git.example.org:team", "ssh"),
          bound("oci://registry.example.org/charts", "oci"));

  @ParameterizedTest
  @CsvSource({
    "https://git.example.org/other/app, server",
    "https://GIT.example.org:443/team/app.git, team",
    "https://git.example.org/team, team",
    "https://git.example.org/team/web, web",
    "https://git.example.org/team/web.git/, web",
    "https://git.example.org/team/web/docs, team",
    "https://git.example.org/teamwork/app, server",
    "https://git.example.org:8443/team/app, port",
    "git@git.example.org:team/app.git, ssh",
    "ssh://deploy@git.example.org:22/team/app, ssh",
    "oci://registry.example.org/charts/nginx, oci",
  })
  void theLongestPrefixOnASegmentBoundaryWins(String url, String expected) {
    assertThat(STORE.forUrl(url).password()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://git.example.org/team/app",
        "https://git.example.org.evil.example/team/app",
        "https://evil.example/https://git.example.org/team/app",
        "https://git.example.org@evil.example/team/app",
        "https://git.example.org:9443/team/app",
        "git@git.example.org:other/app.git",
        "git@git.example.org:team/../other/app.git",
        "oci://registry.example.org/chartsx/nginx",
        "oci://registry.example.org/charts/../private/nginx",
        "oci://registry.example.org/charts/%2e%2e/private/nginx",
        "https://registry.example.org/charts/nginx",
        "not a url",
      })
  void nothingIsSentElsewhere(String url) {
    assertThat(STORE.forUrl(url)).isEqualTo(GitCredentials.NONE);
  }

  @Test
  void aPathThatMayLeaveItsFolderGetsNothingBoundToTheFolder() {
    assertThat(STORE.forUrl("https://git.example.org/team/../other/app").password())
        .isEqualTo("server");
    assertThat(STORE.forUrl("https://git.example.org/team/..%2fother/app").password())
        .isEqualTo("server");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://host/x", "host/x", "https://u:secret@host/x", "https://host/a/../b"})
  void prefixesThatAreNoneAreRefusedWithoutTheirSecrets(String text) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> UrlPrefix.parse(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(SourceException.Code.URL))
        .withMessageNotContaining("secret");
  }

  private static BoundCredentials bound(String prefix, String password) {
    return new BoundCredentials(
        UrlPrefix.parse(prefix), new GitCredentials("", "", "user", password, ""));
  }
}
