package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlTest {
  @ParameterizedTest
  @CsvSource({
    "ssh://git@host.example:2222/a/b.git, ssh, host.example, 2222, ssh://git@host.example:2222/a/b.git",
    "ssh://host.example/a/b.git, ssh, host.example, 22, ssh://git@host.example/a/b.git",
    "git@host.example:a/b.git, ssh, host.example, 22, ssh://git@host.example/a/b.git",
    "host.example:/a/b.git, ssh, host.example, 22, ssh://git@host.example/a/b.git",
    "https://host.example/a/b, https, host.example, 443, https://host.example/a/b",
    "http://host.example:8080/a/b, http, host.example, 8080, http://host.example:8080/a/b"
  })
  void urlsAreRead(String text, String scheme, String host, int port, String shown) {
    assertThat(GitUrl.parse(text)).isEqualTo(new GitUrl(scheme, host, port, shown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc",
        "/etc",
        "../registry",
        "git://host/a",
        "ext::sh -c id",
        "",
        "ftp://host/a",
        "https://user:s3cr3t@host/a",
        "https://s3cr3t@host/a",
        "ssh://git:s3cr3t@host/a",
        "https://host",
        "https:///a"
      })
  void anythingElseIsRefusedWithoutQuotingSecrets(String text) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> GitUrl.parse(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.URL))
        .withMessageNotContaining("s3cr3t");
  }

  @Test
  void messagesOfOthersAreCleaned() {
    var credentials = new GitCredentials("", "", "u", "token-1234", "");
    assertThat(
            Redaction.message(
                "https://u:token-1234@host/a: bad\u001b[31m\n  sent token-1234 twice", credentials))
        .isEqualTo("https://host/a: bad[31m; sent *** twice");
    assertThat(Redaction.message("x".repeat(5000), credentials)).hasSizeLessThan(700);
  }
}
