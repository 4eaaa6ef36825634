package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.local.GitCommandLine.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"acme/registry", "/acme/registry.git", "acme/registry.git/"})
  void pathsOfOneRepository(String path) {
    assertThat(RepositoryName.parse(path)).hasValue(new RepositoryName("acme", "registry"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "acme",
        "a/b/c",
        "../b",
        "a/..",
        "a/.",
        "a/.git",
        "a/b.git.git",
        "//b",
        "a//b",
        "a/b\0",
        "a/b c",
        "~a/b",
        "a/b.lock",
        "a/b\\c",
        "a%2f/b"
      })
  void pathsThatNameNothing(String path) {
    assertThat(RepositoryName.parse(path)).isEmpty();
  }

  @Test
  void commandsOfGit() {
    assertThat(GitCommandLine.parse("git-upload-pack '/acme/r.git'"))
        .hasValue(new GitCommandLine(Service.FETCH, "/acme/r.git"));
    assertThat(GitCommandLine.parse("git receive-pack acme/r.git"))
        .hasValue(new GitCommandLine(Service.PUSH, "acme/r.git"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ls",
        "git-upload-archive 'a/b'",
        "git-upload-pack",
        "git-upload-pack 'a/b' --x",
        "git-upload-pack 'a'; ls",
        "git-upload-pack 'a'\\''b'",
        "scp -f x"
      })
  void otherCommands(String command) {
    assertThat(GitCommandLine.parse(command)).isEmpty();
  }
}
