package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.api.Commit;
import io.freehold.api.Signatures;
import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
  void tellsWhatASyncBringsOfARepositoryThatItKnows() throws IOException, GitAPIException {
    String first = commit("1");
    fetcher.fetch(KEY);
    String second = commit("2");
    String third = commit("3");
    fetcher.fetch(KEY);
    assertThat(fetcher.commits(first, third)).extracting(Commit::id).containsExactly(third, second);
    Commit newest = fetcher.commits("", third).getFirst();
    assertThat(fetcher.commits("", third)).hasSize(1);
    assertThat(newest.subject()).isEqualTo("3");
    assertThat(newest.author()).contains("@");
    assertThat(newest.committedAt()).endsWith("Z");
    assertThat(fetcher.commits(first, "f".repeat(40))).isEmpty();
    assertThat(fetcher.commits(first, "1.2.3")).isEmpty();
  }

  @Test
  void aRewrittenHistoryIsAcceptedOnceWhenExactlyThatCommitIsAllowed()
      throws IOException, GitAPIException {
    String first = commit("1");
    String second = commit("2");
    fetcher.fetch(KEY);
    upstream.reset().setMode(ResetType.HARD).setRef(first).call();
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> fetcher.fetch(KEY))
        .withMessageContaining(first.substring(0, 12))
        .withMessageContaining("annotate applications.freehold.io root")
        .withMessageEndingWith("freehold.io/accept-history=" + first);

    String other = commit("x");
    permits.add(first);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> fetcher.fetch(KEY))
        .withMessageEndingWith("=" + other);
    permits.add(other);
    assertThat(fetcher.fetch(KEY).revision()).isEqualTo(other);
    assertThat(permits).containsExactly(first);

    permits.clear();
    upstream.reset().setMode(ResetType.HARD).setRef(second).call();
    restart();
    assertThatExceptionOfType(SourceException.class).isThrownBy(() -> fetcher.fetch(KEY));
    assertThat(fetcher.kept(KEY).orElseThrow().revision()).isEqualTo(other);
  }

  @Test
  void only_signed_commits_are_used_where_signatures_are_demanded() throws Exception {
    SshSigning key = new SshSigning();
    SourceKey signed = demanding(Signatures.Mode.HEAD, key);
    commit("1");
    assertThat(fetcher.fetch(KEY).tree().read("file")).asString().isEqualTo("1");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> fetcher.fetch(signed))
        .satisfies(e -> assertThat(e.code()).isEqualTo(SourceException.Code.SIGNATURE))
        .withMessageContaining("is refused: it is not signed");
    // What was taken while nobody asked is no answer after a restart either.
    restart();
    assertThat(fetcher.kept(KEY)).isPresent();
    assertThat(fetcher.kept(signed)).isEmpty();

    String good = commit("2", key);
    assertThat(fetcher.fetch(signed).revision()).isEqualTo(good);
    commit("3", new SshSigning());
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> fetcher.fetch(signed))
        .withMessageContaining("not trusted");
    fetcher.fetch(KEY);
    restart();
    assertThat(fetcher.kept(signed).orElseThrow().revision()).isEqualTo(good);
  }

  @Test
  void one_unsigned_commit_in_between_is_refused_where_history_counts() throws Exception {
    SshSigning key = new SshSigning();
    SourceKey signed = demanding(Signatures.Mode.HISTORY, key);
    commit("1", key);
    fetcher.fetch(signed);
    String unsigned = commit("2");
    commit("3", key);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> fetcher.fetch(signed))
        .withMessageContaining(unsigned)
        .withMessageContaining("it is not signed");
    assertThat(fetcher.fetch(demanding(Signatures.Mode.HEAD, key)).tree().read("file"))
        .asString()
        .isEqualTo("3");
  }

  @Test
  void a_commit_is_checked_again_when_its_key_is_not_trusted_any_more() throws Exception {
    SshSigning key = new SshSigning();
    commit("1", key);
    fetcher.fetch(demanding(Signatures.Mode.HEAD, key));

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> fetcher.fetch(demanding(Signatures.Mode.HEAD, new SshSigning())))
        .withMessageContaining("not trusted");
  }

  @Test
  void submodules_are_put_in_their_places_as_far_as_the_project_allows() throws Exception {
    String inner = commit("inner");
    upstream.commit().setMessage("x").setAllowEmpty(true).setSign(false).call();
    // A repository that names another one; all URLs lead to the same copy here.
    var id = org.eclipse.jgit.lib.ObjectId.fromString(inner);
    Files.writeString(
        directory.resolve("upstream/.gitmodules"),
        "[submodule \"lib\"]\n\tpath = lib\n\turl = https://git.example.org/team/lib\n");
    upstream.add().addFilepattern(".gitmodules").call();
    var index = upstream.getRepository().lockDirCache();
    var builder = index.builder();
    for (int i = 0; i < index.getEntryCount(); i++) {
      builder.add(index.getEntry(i));
    }
    var entry = new org.eclipse.jgit.dircache.DirCacheEntry("lib");
    entry.setFileMode(org.eclipse.jgit.lib.FileMode.GITLINK);
    entry.setObjectId(id);
    builder.add(entry);
    builder.commit();
    upstream.commit().setMessage("with lib").setSign(false).call();

    assertThat(fetcher.fetch(KEY).tree().find("lib").orElseThrow().type())
        .isEqualTo(io.freehold.tree.Tree.Type.SUBMODULE);
    assertThat(fetcher.fetch(following("https://git.example.org/team/*")).tree().read("lib/file"))
        .asString()
        .isEqualTo("inner");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> fetcher.fetch(following("https://git.example.org/other/*")))
        .withMessageContaining("https://git.example.org/team/lib, which the policy does not allow");
  }

  private static SourceKey following(String pattern) {
    return new SourceKey(
        KEY.url(), "", KEY.revision(), new Demands(List.of(), List.of("registry", pattern)));
  }

  private static SourceKey demanding(Signatures.Mode mode, SshSigning key) {
    var signatures = new Signatures(mode, List.of(), List.of(key.allowedSigner()), List.of());
    return new SourceKey(KEY.url(), "", KEY.revision(), new Demands(List.of(signatures), null));
  }

  private String commit(String content, SshSigning key) throws IOException, GitAPIException {
    Files.writeString(directory.resolve("upstream/file"), content);
    upstream.add().addFilepattern(".").call();
    return upstream
        .commit()
        .setMessage(content)
        .setAuthor("test", "test@example.org")
        .setCommitter("test", "test@example.org")
        .setSigner(key)
        .setSign(true)
        .call()
        .name();
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
            permits::remove,
            KEY.url());
  }
}
