package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteBaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://git.example.org/team/app//base?ref=v1, https://git.example.org/team/app, base, v1",
    "https://git.example.org/team/app/base/web, https://git.example.org/team/app, base/web, ''",
    "https://git.example.org/a/b/c.git/base?version=v2, https://git.example.org/a/b/c.git, base, v2",
    "https://git.example.org/a/b/c//base/?ref=v2, https://git.example.org/a/b/c, base, v2",
    "https://git.example.org/team/app, https://git.example.org/team/app, '', ''",
    "github.com/team/app/base?ref=main, https://github.com/team/app, base, main",
    "github.com:team/app.git/base?ref=main, https://github.com/team/app.git, base, main",
    "gh:team/app//base, https://github.com/team/app, base, ''",
    "git@git.example.org:team/app.git//base, ssh://git@git.example.org/team/app.git, base, ''",
    "git::https://git.example.org/team/app.git, https://git.example.org/team/app.git, '', ''",
    "ssh://git@git.example.org:2222/team/app//base, ssh://git@git.example.org:2222/team/app, base, ''",
    "https://dev.azure.com/org/project/_git/app/base?version=GBmain, https://dev.azure.com/org/project/_git/app, base, GBmain",
    "gitlab.example.org/team/app//base, https://gitlab.example.org/team/app, base, ''",
  })
  void is_read_as_kustomize_reads_it(
      String address, String repository, String path, String revision) {
    RemoteBaseUrl url = RemoteBaseUrl.parse(address);

    assertThat(url.repository()).isEqualTo(repository);
    assertThat(url.path()).isEqualTo(path);
    assertThat(url.revision()).isEqualTo(revision);
    assertThat(url.submodules()).isTrue();
  }

  @Test
  void submodules_can_be_left_out() {
    assertThat(RemoteBaseUrl.parse("https://h.org/a/b?submodules=false&ref=x"))
        .isEqualTo(new RemoteBaseUrl("https://h.org/a/b", "", "x", false));
  }

  @ParameterizedTest
  @CsvSource({"nowhere", "https://host.example.org/", "?ref=x"})
  void what_names_no_repository_is_refused(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> RemoteBaseUrl.parse(address));
  }
}
