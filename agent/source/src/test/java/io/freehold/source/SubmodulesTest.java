package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmodulesTest {
  private static final GitUrl APP = GitUrl.parse("https://git.test/team/app.git");
  private static final GitLimits LIMITS =
      new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 100_000);

  @TempDir Path folder;
  private final Map<String, Upstream> upstreams = new HashMap<>();
  private final Map<String, GitRepository> opened = new HashMap<>();
  private String library;

  @BeforeEach
  void start() throws IOException {
    library = commit("team/lib", Map.of("base/a.yaml", "from the library"), Map.of());
  }

  @AfterEach
  void stop() {
    opened.values().forEach(GitRepository::close);
    upstreams.values().forEach(Upstream::close);
  }

  @Test
  void aSubmoduleIsReadAtItsCommitInItsPlace() throws IOException {
    Tree plain = app("../lib.git");
    commit("team/lib", Map.of("base/a.yaml", "newer"), Map.of());
    Tree tree = follow(plain, SubmodulePolicy.of(UrlPrefix.parse("https://git.test/team")));

    assertThat(text(tree, "vendor/lib/base/a.yaml")).isEqualTo("from the library");
    assertThat(text(tree, "app.yaml")).isEqualTo("app");
    assertThat(tree.find("vendor/lib").orElseThrow().type()).isEqualTo(Tree.Type.DIRECTORY);
    assertThat(tree.list("vendor")).extracting(Tree.Entry::path).containsExactly("vendor/lib");
    assertThat(tree.list("vendor/lib/base"))
        .extracting(Tree.Entry::path)
        .containsExactly("vendor/lib/base/a.yaml");
    assertThat(text(tree.subtree("vendor"), "lib/base/a.yaml")).isEqualTo("from the library");
    assertThat(text(tree.subtree("vendor/lib/base"), "a.yaml")).isEqualTo("from the library");

    // Ids say what is inside: other than those of the tree that does not follow.
    assertThat(tree.id()).isNotEqualTo(plain.id());
    assertThat(tree.find("vendor").orElseThrow().id())
        .isEqualTo(tree.subtree("vendor").id())
        .isNotEqualTo(plain.find("vendor").orElseThrow().id());
    assertThat(tree.find("app.yaml")).isEqualTo(plain.find("app.yaml"));
  }

  @Test
  void nothingIsFollowedThatThePolicyDoesNotAllow() throws IOException {
    Tree plain = app("../lib.git");
    assertThat(follow(plain, SubmodulePolicy.NONE).id()).isEqualTo(plain.id());
    var elsewhere = SubmodulePolicy.of(UrlPrefix.parse("https://git.test/other"));
    fails(plain, elsewhere, Code.URL)
        .withMessageContaining("vendor/lib")
        .withMessageContaining("https://git.test/team/lib.git");
    assertThat(opened).doesNotContainKey("https://git.test/team/lib.git");
  }

  @Test
  void urlsThatLeaveTheServerOrNameThisMachineAreRefused() throws IOException {
    var all = SubmodulePolicy.of(UrlPrefix.parse("https://git.test"));
    for (String url :
        new String[] {
          "../../../lib.git",
          "file:///etc",
          "/srv/git/lib.git",
          "https://169.254.169.254/team/lib.git",
          "https://user:secret@git.test/team/lib.git",
          "--upload-pack=evil",
        }) {
      fails(app(url), all, Code.URL).withMessageNotContaining("secret");
    }
  }

  @Test
  void levelsAndNumbersAreLimited() throws IOException {
    String inner =
        commit(
            "team/middle",
            Map.of(".gitmodules", module("deep", "../lib.git")),
            Map.of("deep", library));
    Tree outer =
        tree(
            commit(
                "team/app",
                Map.of(".gitmodules", module("middle", "./../middle.git")),
                Map.of("middle", inner)));
    var prefix = UrlPrefix.parse("https://git.test/team");
    Tree all = follow(outer, SubmodulePolicy.of(prefix));
    assertThat(text(all, "middle/deep/base/a.yaml")).isEqualTo("from the library");
    fails(outer, new SubmodulePolicy(prefix::covers, 1, 32), Code.LIMIT);
    fails(outer, new SubmodulePolicy(prefix::covers, 3, 1), Code.LIMIT);
  }

  @Test
  void aSubmoduleThatIsMissingFailsTheTree() throws IOException {
    var prefix = UrlPrefix.parse("https://git.test/team");
    Tree plain =
        tree(
            commit(
                "team/app",
                Map.of(".gitmodules", module("vendor/lib", "../lib.git")),
                Map.of("vendor/lib", "f".repeat(40))));
    fails(plain, SubmodulePolicy.of(prefix), Code.NOT_FOUND_REF);
    Tree broken =
        tree(
            commit("team/app", Map.of(".gitmodules", "[submodule"), Map.of("vendor/lib", library)));
    fails(broken, SubmodulePolicy.of(prefix), Code.FORMAT);
  }

  private Tree app(String url) throws IOException {
    return tree(
        commit(
            "team/app",
            Map.of("app.yaml", "app", ".gitmodules", module("vendor/lib", url)),
            Map.of("vendor/lib", library)));
  }

  private Tree tree(String commit) {
    var repository = repository(APP);
    repository.fetch("main");
    return repository.treeAt(commit, "");
  }

  private Tree follow(Tree tree, SubmodulePolicy policy) {
    return new Submodules(policy, this::repository).follow(APP, tree);
  }

  private ThrowableAssertAlternative<SourceException> fails(
      Tree tree, SubmodulePolicy policy, Code code) {
    return assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> follow(tree, policy))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static String module(String path, String url) {
    return "[submodule \"%s\"]\n\tpath = %s\n\turl = %s\n".formatted(path, path, url);
  }

  private static String text(Tree tree, String path) {
    return new String(tree.read(path), StandardCharsets.UTF_8);
  }

  /** Repositories of the server are folders here. */
  private GitRepository repository(GitUrl url) {
    return opened.computeIfAbsent(
        url.text(),
        text -> {
          String name = text.substring("https://git.test/".length()).replace(".git", "");
          return new GitRepository(
              GitUrl.local(folder.resolve(name.replace('/', '-') + ".git")),
              folder.resolve("cache"),
              () -> GitCredentials.NONE,
              LIMITS);
        });
  }

  private String commit(String name, Map<String, String> files, Map<String, String> modules)
      throws IOException {
    var upstream = upstreams.get(name);
    if (upstream == null) {
      upstream = new Upstream(folder.resolve(name.replace('/', '-') + ".git"));
      upstreams.put(name, upstream);
    }
    try (var inserter = upstream.repository().newObjectInserter()) {
      var index = DirCache.newInCore();
      var builder = index.builder();
      for (var file : files.entrySet()) {
        var entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(
            inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
        builder.add(entry);
      }
      for (var module : modules.entrySet()) {
        var entry = new DirCacheEntry(module.getKey());
        entry.setFileMode(FileMode.GITLINK);
        entry.setObjectId(ObjectId.fromString(module.getValue()));
        builder.add(entry);
      }
      builder.finish();
      var commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      ObjectId parent = upstream.repository().resolve("refs/heads/main");
      if (parent != null) {
        commit.setParentId(parent);
      }
      var author = new PersonIdent("T", "t@example.org");
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("commit");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      upstream.point("refs/heads/main", id.name());
      return id.name();
    }
  }
}
