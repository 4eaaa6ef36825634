package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRevisionsTest {
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
  void aRangeIsTheHighestTagInItLightOrAnnotated() throws IOException {
    String first = release("v1.0.0");
    String second = upstream.commit("main", Map.of("a", "2"));
    annotate("v1.2.0", second);
    String third = release("v2.0.0-rc.1");

    assertThat(repository.lookUp("1.x")).isEqualTo(second);
    assertThat(repository.fetch("^1.0")).isEqualTo(second);
    assertThat(repository.treeAt(second, "").read("a")).asString().isEqualTo("2");
    assertThat(repository.fetch("~1.0.0")).isEqualTo(first);
    assertThat(repository.fetch("v1.2.0")).isEqualTo(second);
    assertThat(repository.fetch(">=2.0.0-0")).isEqualTo(third);
    assertThat(repository.fetch("*")).isEqualTo(second);
    fails(">=3", Code.NOT_FOUND_REF).withMessageContaining(">=3");
    fails("^nonsense", Code.NOT_FOUND_REF);
  }

  @Test
  void aRefThatIsNamedJustSoGoesBeforeARange() throws IOException {
    release("v1.5.0");
    String branch = upstream.commit("1.x", Map.of("a", "branch"));
    assertThat(repository.fetch("1.x")).isEqualTo(branch);
    assertThat(repository.fetch("HEAD")).isEqualTo(repository.fetch("main"));
  }

  @Test
  void aRangeGoesForwardByVersionWhateverBranchTheTagIsOn() throws IOException {
    String base = release("v1.0.0");
    String side = upstream.commit("side", new ObjectId[0], Map.of("b", "1"));
    assertThat(repository.fetch("1.x")).isEqualTo(base);
    upstream.point("refs/tags/v1.1.0", side);

    assertThat(repository.fetch("1.x")).isEqualTo(side);
    assertThat(repository.compare(base, side, "1.x")).isEqualTo(Ancestry.FORWARD);
    repository.requireForward(base, side, "1.x");

    upstream.delete("refs/tags/v1.1.0");
    assertThat(repository.fetch("1.x")).isEqualTo(base);
    assertThat(repository.compare(side, base, "1.x")).isEqualTo(Ancestry.DIVERGED);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> repository.requireForward(side, base, "1.x"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.HISTORY_REWRITTEN));
  }

  @Test
  void aTagThatMovesIsForwardOnlyToADescendant() throws IOException {
    String first = release("stable");
    repository.fetch("stable");
    String second = release("stable");
    assertThat(repository.fetch("stable")).isEqualTo(second);
    assertThat(repository.compare(first, second, "stable")).isEqualTo(Ancestry.FORWARD);
    String other = upstream.commit("side", new ObjectId[0], Map.of("b", "1"));
    upstream.point("refs/tags/stable", other);
    assertThat(repository.fetch("stable")).isEqualTo(other);
    assertThat(repository.compare(second, other, "stable")).isEqualTo(Ancestry.DIVERGED);
  }

  @Test
  void theBeginningOfACommitIdIsCompleted() throws IOException {
    String first = upstream.commit("main", Map.of("a", "1"));
    String second = upstream.commit("main", Map.of("a", "2"));
    upstream.commit("main", Map.of("a", "3"));

    assertThat(repository.fetch(second.substring(0, 9))).isEqualTo(second);
    assertThat(repository.lookUp(first.substring(0, 7))).isEqualTo(first);
    assertThat(repository.treeAt(second, "").read("a")).asString().isEqualTo("2");
    fails("0000000", Code.NOT_FOUND_REF);
    fails(first.substring(0, 6), Code.NOT_FOUND_REF);

    String tip = upstream.commit("main", Map.of("a", "4"));
    try (var fresh =
        new GitRepository(
            GitUrl.local(folder.resolve("upstream.git")),
            folder.resolve("fresh"),
            () -> GitCredentials.NONE,
            LIMITS)) {
      assertThat(fresh.fetch(tip.substring(0, 12))).isEqualTo(tip);
      assertThat(fresh.holds(first)).as("history was not needed").isFalse();
    }
  }

  private String release(String tag) throws IOException {
    String commit = upstream.commit("main", Map.of("a", tag + System.nanoTime()));
    upstream.point("refs/tags/" + tag, commit);
    return commit;
  }

  private void annotate(String name, String commit) throws IOException {
    var tag = new TagBuilder();
    tag.setTag(name);
    tag.setObjectId(ObjectId.fromString(commit), Constants.OBJ_COMMIT);
    tag.setTagger(new PersonIdent("T", "t@example.org", Instant.EPOCH, ZoneOffset.UTC));
    tag.setMessage("release");
    try (var inserter = upstream.repository().newObjectInserter()) {
      ObjectId id = inserter.insert(tag);
      inserter.flush();
      upstream.point("refs/tags/" + name, id.name());
    }
  }

  private org.assertj.core.api.ThrowableAssertAlternative<SourceException> fails(
      String revision, Code code) {
    return assertThatExceptionOfType(SourceException.class)
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
}
