package io.freehold.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GiteaForgeTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("acme", "registry");
  private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIabc freehold/prod";

  private FakeGitea gitea;
  private GiteaForge forge;

  @BeforeEach
  void start() throws IOException {
    gitea = new FakeGitea();
    forge = new GiteaForge(gitea.url(), ForgeToken.of(FakeGitea.TOKEN + "\n"));
  }

  @AfterEach
  void stop() {
    gitea.close();
  }

  @Test
  void registers_a_key_as_read_only_once() {
    Registration first = forge.register(REPOSITORY, "freehold/prod", KEY);
    Registration second = forge.register(REPOSITORY, "freehold/prod", KEY + "-another-comment");

    assertThat(first)
        .isInstanceOfSatisfying(
            Registration.ReadOnly.class, registered -> assertThat(registered.created()).isTrue());
    assertThat(second)
        .isInstanceOfSatisfying(
            Registration.ReadOnly.class, registered -> assertThat(registered.created()).isFalse());
    assertThat(gitea.keys).hasSize(1);
    assertThat(gitea.keys.getFirst().path("read_only").asBoolean()).isTrue();
  }

  @Test
  void reports_a_key_that_the_forge_made_writable() {
    gitea.ignoresReadOnly = true;

    assertThat(forge.register(REPOSITORY, "freehold/prod", KEY))
        .isInstanceOf(Registration.Writable.class);
  }

  @Test
  void finds_and_deletes_a_key_behind_the_first_page() {
    IntStream.range(0, 60)
        .forEach(i -> forge.register(REPOSITORY, "other", "ssh-ed25519 AAAA" + i));
    forge.register(REPOSITORY, "freehold/prod", KEY);

    DeployKey key =
        forge.keys(REPOSITORY).stream().filter(k -> k.same(KEY)).findFirst().orElseThrow();
    forge.delete(REPOSITORY, key);
    forge.delete(REPOSITORY, key);

    assertThat(forge.keys(REPOSITORY)).hasSize(60).noneMatch(k -> k.same(KEY));
  }

  @Test
  void says_what_is_wrong_without_showing_the_token() {
    var wrong = new GiteaForge(gitea.url(), ForgeToken.of("wrong-t0ken"));

    assertThatThrownBy(() -> wrong.keys(REPOSITORY))
        .isInstanceOfSatisfying(
            ForgeException.class,
            e -> assertThat(e.code()).isEqualTo(ForgeException.Code.UNAUTHORIZED))
        .hasMessageContaining("--forge-token-file")
        .hasMessageNotContaining("wrong-t0ken");
    assertThatThrownBy(() -> forge.keys(new RepositoryName("acme", "nothing")))
        .isInstanceOfSatisfying(
            ForgeException.class,
            e -> assertThat(e.code()).isEqualTo(ForgeException.Code.REPOSITORY_NOT_FOUND));
    gitea.close();
    assertThatThrownBy(() -> forge.keys(REPOSITORY))
        .isInstanceOfSatisfying(
            ForgeException.class,
            e -> assertThat(e.code()).isEqualTo(ForgeException.Code.UNREACHABLE));
  }

  @Test
  void refuses_to_send_a_token_in_clear_text_to_another_host() {
    assertThatThrownBy(
            () -> new GiteaForge(URI.create("http://git.example.org"), ForgeToken.of("t0ken")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clear text");
    assertThat(ForgeToken.of("t0ken")).hasToString("***");
  }

  @Test
  void reads_repository_names_and_nothing_that_changes_a_url() {
    assertThat(RepositoryName.parse("/acme/registry.git")).isEqualTo(REPOSITORY);
    assertThat(RepositoryName.parse("group/sub/registry").owner()).isEqualTo("group/sub");
    assertThatThrownBy(() -> RepositoryName.parse("acme/../admin"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RepositoryName.parse("registry"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RepositoryName.parse("acme/registry?x=1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void without_a_forge_a_person_is_told_what_to_do() {
    assertThat(new NoForge().register(REPOSITORY, "freehold/prod", KEY))
        .isInstanceOfSatisfying(
            Registration.ByHand.class,
            byHand -> assertThat(byHand.instructions()).contains("acme/registry", KEY));
  }
}
