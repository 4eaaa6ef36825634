package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {
  private static final GitLimits LIMITS =
      new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1000);

  @TempDir Path folder;
  private Upstream upstream;
  private GitRepository repository;

  @BeforeEach
  void start() throws IOException {
    upstream = new Upstream(folder.resolve("upstream.git"));
    repository = open();
  }

  @AfterEach
  void stop() {
    repository.close();
    upstream.close();
  }

  @Test
  void branchTagAndCommitAreRevisions() throws IOException {
    String first = upstream.commit("main", Map.of("a", "1"));
    upstream.point("refs/tags/v1", first);
    String second = upstream.commit("main", Map.of("a", "2"));

    assertThat(repository.fetch("")).isEqualTo(second);
    assertThat(repository.fetch("refs/heads/main")).isEqualTo(second);
    assertThat(repository.lookUp("v1")).isEqualTo(first);
    assertThat(repository.fetch("v1")).isEqualTo(first);
    assertThat(repository.treeAt(first, "").read("a")).asString().isEqualTo("1");
  }

  @Test
  void aCommitThatTheServerDoesNotServeByIdIsFoundInHistory() throws IOException {
    String first = upstream.commit("main", Map.of("a", "1"));
    upstream.commit("main", Map.of("a", "2"));
    repository.fetch("main");
    assertThat(repository.holds(first)).isFalse();

    assertThat(repository.fetch(first)).isEqualTo(first);
    assertThat(repository.treeAt(first, "").read("a")).asString().isEqualTo("1");
    failsToFetch("f".repeat(40), Code.NOT_FOUND_REF);
  }

  @Test
  void aDeletedBranchIsAnErrorAndItsCommitStays() throws IOException {
    String commit = upstream.commit("release", Map.of("a", "1"));
    repository.fetch("release");
    upstream.delete("refs/heads/release");

    failsToFetch("release", Code.NOT_FOUND_REF);
    assertThat(repository.treeAt(commit, "").read("a")).asString().isEqualTo("1");
  }

  @Test
  void forwardBackwardAndRewrittenHistoryAreToldApart() throws IOException {
    String first = upstream.commit("main", Map.of("a", "1"));
    repository.fetch("main");
    upstream.commit("main", Map.of("a", "2"));
    String third = upstream.commit("main", Map.of("a", "3"));
    repository.fetch("main");
    assertThat(repository.compare(first, third, "main")).isEqualTo(Ancestry.FORWARD);

    upstream.point("refs/heads/main", first);
    assertThat(repository.fetch("main")).isEqualTo(first);
    assertThat(repository.compare(third, first, "main")).isEqualTo(Ancestry.BACKWARD);

    String other = upstream.commit("main", new ObjectId[0], Map.of("a", "x"));
    assertThat(repository.fetch("main")).isEqualTo(other);
    assertThat(repository.compare(third, other, "main")).isEqualTo(Ancestry.DIVERGED);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> repository.requireForward(third, other, "main"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.HISTORY_REWRITTEN))
        .withMessageContaining(third.substring(0, 12))
        .withMessageContaining("main");
    repository.requireForward(third, third, "main");
  }

  @Test
  void aMergedBranchIsForwardThoughItStartedBeforeTheFirstFetch() throws IOException {
    String base = upstream.commit("main", Map.of("a", "1"));
    String side = upstream.commit("side", new ObjectId[] {id(base)}, Map.of("b", "1"));
    String tip = upstream.commit("main", Map.of("a", "2"));
    repository.fetch("main");

    String merge =
        upstream.commit("main", new ObjectId[] {id(tip), id(side)}, Map.of("a", "2", "b", "1"));
    assertThat(repository.fetch("main")).isEqualTo(merge);
    assertThat(repository.compare(tip, merge, "main")).isEqualTo(Ancestry.FORWARD);
  }

  @Test
  void ancestryIsFoundOutAfterTheCopyWasLost() throws IOException {
    String first = upstream.commit("main", Map.of("a", "1"));
    repository.fetch("main");
    String second = upstream.commit("main", Map.of("a", "2"));
    repository.close();
    deleteCache();
    repository = open();

    repository.fetch("main");
    assertThat(repository.compare(first, second, "main")).isEqualTo(Ancestry.FORWARD);
    assertThat(repository.compare("e".repeat(40), second, "main")).isEqualTo(Ancestry.DIVERGED);
  }

  @Test
  void whatWasAcceptedOutlivesARestartAndARewrittenBranch() throws IOException {
    assertThat(repository.accepted("main")).isEmpty();
    String commit = upstream.commit("main", Map.of("a", "1"));
    repository.fetch("main");
    repository.accept("main", commit);
    upstream.commit("main", new ObjectId[0], Map.of("a", "x"));
    String other = repository.fetch("main");
    repository.close();
    repository = open();

    assertThat(repository.accepted("main")).contains(commit);
    assertThat(repository.treeAt(commit, "").read("a")).asString().isEqualTo("1");
    assertThat(repository.compare(commit, other, "main")).isEqualTo(Ancestry.DIVERGED);
  }

  @Test
  void aBrokenCopyIsMadeAnew() throws IOException {
    String commit = upstream.commit("main", Map.of("a", "1"));
    repository.fetch("main");
    damagePacks();
    repository.close();
    repository = open();

    assertThat(repository.holds(commit)).isFalse();
    assertThat(repository.fetch("main")).isEqualTo(commit);
    assertThat(repository.treeAt(commit, "").read("a")).asString().isEqualTo("1");
  }

  @Test
  void aTreeHoldsOnlyItsFolder() throws IOException {
    String commit =
        upstream.commit(
            "main",
            Map.of(
                "apps/web/a.yaml", "1",
                "apps/web-b.yaml", "22",
                "apps/secret.link", "/etc/passwd",
                "apps/lib.module", "",
                "top", "3"));
    repository.fetch("main");
    Tree apps = repository.treeAt(commit, "apps");

    assertThat(apps.list(""))
        .extracting(Tree.Entry::path, Tree.Entry::type, Tree.Entry::size)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("lib.module", Tree.Type.SUBMODULE, 0L),
            org.assertj.core.groups.Tuple.tuple("secret.link", Tree.Type.SYMLINK, 0L),
            org.assertj.core.groups.Tuple.tuple("web", Tree.Type.DIRECTORY, 0L),
            org.assertj.core.groups.Tuple.tuple("web-b.yaml", Tree.Type.FILE, 2L));
    assertThat(apps.list("web")).extracting(Tree.Entry::path).containsExactly("web/a.yaml");
    assertThat(apps.find("top")).isEmpty();
    assertThatExceptionOfType(TreeException.class).isThrownBy(() -> apps.read("secret.link"));
    assertThatExceptionOfType(TreeException.class).isThrownBy(() -> apps.read("../top"));
    assertThatExceptionOfType(TreeException.class).isThrownBy(() -> apps.read("web/../../top"));
    assertThat(apps.subtree("web").id()).isEqualTo(apps.find("web").orElseThrow().id());
    assertThat(apps.subtree("nowhere").list("")).isEmpty();
    assertThat(apps.list("nowhere")).isEmpty();
  }

  @Test
  void aTreeKeepsItsIdWhenSomethingElseChanges() throws IOException {
    String first = upstream.commit("main", Map.of("a/x", "1", "b/y", "1"));
    repository.fetch("main");
    String second = upstream.commit("main", Map.of("a/x", "1", "b/y", "2"));
    repository.fetch("main");

    assertThat(repository.treeAt(second, "a").id()).isEqualTo(repository.treeAt(first, "a").id());
    assertThat(repository.treeAt(second, "b").id())
        .isNotEqualTo(repository.treeAt(first, "b").id());
    assertThat(MemoryTree.of(Map.of("a/x", "1", "b/y", "2")).id())
        .isEqualTo(repository.treeAt(second, "").id());
  }

  @Test
  void aFileThatIsTooLargeIsListedButNotRead() throws IOException {
    String commit = upstream.commit("main", Map.of("big", "x".repeat(1001)));
    repository.fetch("main");
    Tree tree = repository.treeAt(commit, "");

    assertThat(tree.find("big").orElseThrow().size()).isEqualTo(1001);
    assertThatExceptionOfType(TreeException.class)
        .isThrownBy(() -> tree.read("big"))
        .withMessageContaining("at most 1000");
  }

  @Test
  void treesAreReadWhileOthersFetchAndPacksAreJoined() throws Exception {
    String first = upstream.commit("main", Map.of("apps/a", "0", "b", "0"));
    repository.fetch("main");
    var done = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 2; i++) {
        readers.add(executor.submit(() -> readUntil(done, first)));
      }
      String last = first;
      for (int i = 1; i <= 45; i++) {
        String next = upstream.commit("main", Map.of("apps/a", "" + i, "b", "0"));
        assertThat(repository.fetch("main")).isEqualTo(next);
        assertThat(repository.compare(last, next, "main")).isEqualTo(Ancestry.FORWARD);
        last = next;
      }
      done.countDown();
      for (var reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(repository.treeAt(last, "").read("apps/a")).asString().isEqualTo("45");
    }
    try (var packs = Files.walk(folder.resolve("cache"))) {
      assertThat(packs.filter(file -> file.toString().endsWith(".pack")).count()).isLessThan(40);
    }
  }

  @Test
  void anUnknownCommitIsNotTakenForDamage() throws IOException {
    String commit = upstream.commit("main", Map.of("a", "1"));
    repository.fetch("main");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> repository.treeAt("a".repeat(40), ""))
        .withMessageContaining("fetch it again");
    assertThat(repository.holds(commit)).isTrue();
  }

  private int readUntil(CountDownLatch done, String commit) throws InterruptedException {
    int reads = 0;
    do {
      assertThat(repository.treeAt(commit, "apps").read("a")).asString().isEqualTo("0");
      reads++;
      // Yields the processor to the fetches.
    } while (!done.await(2, TimeUnit.MILLISECONDS));
    return reads;
  }

  private void failsToFetch(String revision, Code code) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> repository.fetch(revision))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private GitRepository open() {
    return new GitRepository(
        GitUrl.local(folder.resolve("upstream.git")),
        folder.resolve("cache"),
        () -> GitCredentials.NONE,
        LIMITS);
  }

  private void damagePacks() throws IOException {
    try (var files = Files.walk(folder.resolve("cache"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().contains("objects")) {
          file.toFile().setWritable(true);
          Files.write(file, new byte[] {1, 2, 3});
        }
      }
    }
  }

  private void deleteCache() throws IOException {
    try (var files = Files.walk(folder.resolve("cache"))) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static ObjectId id(String commit) {
    return ObjectId.fromString(commit);
  }
}
