package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitFetcherTest {
  private static final SourceKey KEY = new SourceKey("ssh://git@host/registry.git", "main");

  @TempDir Path directory;
  private final Set<String> permits = new HashSet<>();
  private Git upstream;
  private GitUrl url;
  private GitFetcher fetcher;

  @BeforeEach
  void open() throws IOException, GitAPIException {
    Path folder = Files.createDirectory(directory.resolve("upstream"));
    upstream = Git.init().setInitialBranch("main").setDirectory(folder.toFile()).call();
    url = GitUrl.local(folder.resolve(".git"));
    restart();
  }

  @AfterEach
  void close() {
    fetcher.close();
    upstream.close();
  }

  @Test
  void goesOnFromTheAcceptedCommitAfterARestartWithoutGit() throws IOException, GitAPIException {
    assertThat(fetcher.kept(KEY)).isEmpty();
    String commit = commit("1");
    fetcher.fetch(KEY);
    Files.move(directory.resolve("upstream"), directory.resolve("away"));
    restart();

    assertThatExceptionOfType(SourceException.class).isThrownBy(() -> fetcher.fetch(KEY));
    assertThat(fetcher.kept(KEY).orElseThrow().revision()).isEqualTo(commit);
    assertThat(fetcher.kept(KEY).orElseThrow().tree().read("file")).asString().isEqualTo("1");
  }

  @Test
  void aRewrittenHistoryIsAcceptedOnceWhenExactlyThatCommitIsAllowed()
      throws IOException, GitAPIException {
    String first = commit("1");
    String second = commit("2");
    fetcher.fetch(KEY);
    upstream.reset().setMode(ResetType.HARD).setRef(first).call();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> fetcher.fetch(KEY))
        .withMessageContaining(first.substring(0, 12))
        .withMessageContaining("annotate applications.freehold.io root")
        .withMessageEndingWith("freehold.io/accept-history=" + first);

    String other = commit("x");
    permits.add(first);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> fetcher.fetch(KEY))
        .withMessageEndingWith("=" + other);
    permits.add(other);
    assertThat(fetcher.fetch(KEY).revision()).isEqualTo(other);
    assertThat(permits).containsExactly(first);

    permits.clear();
    upstream.reset().setMode(ResetType.HARD).setRef(second).call();
    restart();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> fetcher.fetch(KEY));
    assertThat(fetcher.kept(KEY).orElseThrow().revision()).isEqualTo(other);
  }

  private String commit(String content) throws IOException, GitAPIException {
    Files.writeString(directory.resolve("upstream/file"), content);
    upstream.add().addFilepattern(".").call();
    return upstream
        .commit()
        .setMessage(content)
        .setAuthor("test", "test@example.org")
        .setCommitter("test", "test@example.org")
        .setSign(false)
        .call()
        .name();
  }

  private void restart() {
    if (fetcher != null) {
      fetcher.close();
    }
    fetcher =
        new GitFetcher(
            _ ->
                new GitRepository(
                    url, directory.resolve("copies"), () -> GitCredentials.NONE, GitLimits.DEFAULT),
            permits::remove);
  }
}
