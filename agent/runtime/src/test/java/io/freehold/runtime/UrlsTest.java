package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UrlsTest {
  @Test
  void passwordsAndTokensAreNotShownButSshUsersAre() {
    assertThat(Urls.withoutCredentials("https://me:secret@host/r")).isEqualTo("https://host/r");
    assertThat(Urls.withoutCredentials("https://token@host/r")).isEqualTo("https://host/r");
    assertThat(Urls.withoutCredentials("ssh://git@host/r")).isEqualTo("ssh://git@host/r");
    assertThat(Urls.withoutCredentials("ssh://git:x@host/r")).isEqualTo("ssh://host/r");
    assertThat(Urls.withoutCredentials("git@host:o/r")).isEqualTo("git@host:o/r");
  }
}
