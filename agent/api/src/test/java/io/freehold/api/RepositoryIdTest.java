package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryIdTest {
  private static final RepositoryId REGISTRY = new RepositoryId("git.example", "acme/registry");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example/acme/registry",
        "https://git.example/Acme/Registry.git",
        "http://git.example:8080/acme/registry/",
        "https://user:token@git.example/acme/registry.git",
        "ssh://git@git.example:22/acme/registry.git",
        "git@git.example:acme/registry",
        "git@git.example:2222/acme/registry.git",
        "git.example/acme/registry"
      })
  void however_it_is_spelled_it_is_the_same_repository(String url) {
    assertThat(RepositoryId.of(url)).contains(REGISTRY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "registry",
        "https://git.example",
        "https://git.example/",
        "ssh://-user@git.example/acme/registry",
        "file:///acme/registry",
        "https://git.example/.git"
      })
  void what_names_no_repository_of_a_server_is_none(String url) {
    assertThat(RepositoryId.of(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git-example/acme/registry",
        "https://x.git.example/acme/registry",
        "https://git.example/acme/registry2"
      })
  void others_are_others(String url) {
    assertThat(RepositoryId.of(url).orElseThrow().digest())
        .hasSize(64)
        .isNotEqualTo(REGISTRY.digest());
  }
}
