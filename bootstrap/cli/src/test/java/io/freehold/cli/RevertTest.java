package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reverts in a clone, by the program git. */
class RevertTest {
  private static final Revert.Manner LOCAL = new Revert.Manner("", "", "", false);

  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();
  private Path clone = Path.of("");
  private UserGit git = new UserGit(Path.of("").toAbsolutePath());
  private String old = "";

  @BeforeEach
  void aCloneOfARegistry() throws IOException {
    Path origin = Files.createDirectories(folder.resolve("origin"));
    git = init(origin);
    clone = folder.resolve("clone");
    git.run("clone", "--quiet", origin.toString(), clone.toString());
    git = named(clone);
    write("apps/shop/a.yaml", "1");
    write("apps/other/a.yaml", "1");
    old = commitAndPush("one");
    write("apps/shop/a.yaml", "2");
    write("apps/shop/b.yaml", "2");
    write("apps/other/a.yaml", "2");
    commitAndPush("two");
  }

  @Test
  void only_the_folder_goes_back_and_the_commit_is_the_users() throws IOException {
    revert().commit(git, LOCAL, new PrintWriter(said, true));
    assertThat(Files.readString(clone.resolve("apps/shop/a.yaml"))).isEqualTo("1");
    assertThat(clone.resolve("apps/shop/b.yaml")).doesNotExist();
    assertThat(Files.readString(clone.resolve("apps/other/a.yaml"))).isEqualTo("2");
    assertThat(git.run("log", "-1", "--format=%an <%ae> %s"))
        .isEqualTo("Ada <ada@example.org> Put apps/shop back to " + old.substring(0, 12));
    assertThat(git.run("rev-list", "--count", "@{upstream}..HEAD")).isEqualTo("1");
    assertThat(said.toString()).contains("It is not pushed; then: git push");
  }

  @Test
  void a_commit_on_a_branch_is_pushed_with_its_own_words() {
    revert()
        .commit(
            git,
            new Revert.Manner("back", "Undo the sale", "Bob <bob@example.org>", true),
            new PrintWriter(said, true));
    assertThat(git.run("ls-remote", "origin", "back")).startsWith(git.run("rev-parse", "HEAD"));
    assertThat(git.run("log", "-1", "--format=%an|%cn|%s")).isEqualTo("Bob|Ada|Undo the sale");
    assertThat(git.run("rev-parse", "origin/main")).isEqualTo(git.run("rev-parse", "main"));
    assertThat(said.toString()).startsWith("back: Undo the sale (");
  }

  @Test
  void a_clone_that_is_not_clean_or_not_level_is_refused_and_left_alone() throws IOException {
    write("apps/shop/c.yaml", "mine");
    refused("changes that are not committed");
    Files.delete(clone.resolve("apps/shop/c.yaml"));

    UserGit colleague = colleague();
    refused("is 1 commits behind origin/main; run: git pull --ff-only");
    write("apps/other/b.yaml", "3");
    git.run("add", ".");
    git.run("commit", "--quiet", "-m", "mine");
    refused("have diverged (1 commits here, 1 there)");
    git.run("reset", "--quiet", "--hard", "origin/main");
    write("apps/other/b.yaml", "3");
    git.run("add", ".");
    git.run("commit", "--quiet", "-m", "mine");
    refused("has 1 commits that are not in origin/main; push them first");
    git.run("checkout", "--quiet", "--detach", "origin/main");
    refused("is on no branch");
    assertThat(colleague.run("status", "--porcelain")).isEmpty();
  }

  @Test
  void what_is_back_already_is_refused_and_leaves_no_branch() {
    revert().commit(git, new Revert.Manner("", "", "", true), new PrintWriter(said));
    assertThatThrownBy(() ->
            revert().commit(git, new Revert.Manner("again", "", "", false), new PrintWriter(said)))
        .isInstanceOf(CliException.class)
        .hasMessage("apps/shop is in Git as it was at " + old.substring(0, 12) + " already");
    assertThat(git.run("branch", "--list", "again")).isEmpty();
    assertThat(git.run("symbolic-ref", "--short", "HEAD")).isEqualTo("main");
  }

  @Test
  void a_hook_of_the_user_that_refuses_leaves_the_clone_as_it_was() throws IOException {
    Path hook = clone.resolve(".git/hooks/pre-commit");
    Files.writeString(hook, "#!/bin/sh\necho 'not on a Friday' >&2\nexit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> revert().commit(git, LOCAL, new PrintWriter(said)))
        .isInstanceOf(CliException.class)
        .hasMessage("git commit: not on a Friday");
    assertThat(git.run("status", "--porcelain")).isEmpty();
    assertThat(Files.readString(clone.resolve("apps/shop/a.yaml"))).isEqualTo("2");
  }

  @Test
  void another_repository_has_not_the_commit() {
    assertThatThrownBy(() ->
            new Revert("0123456789012345678901234567890123456789", revert().paths())
                .commit(git, LOCAL, new PrintWriter(said)))
        .hasMessageContaining("has no commit 012345678901; is it a clone of the registry?");
    assertThatThrownBy(() -> new UserGit(Files.createDirectories(folder.resolve("none"))))
        .hasMessageContaining("is in no clone");
  }

  private Revert revert() {
    return new Revert(old, java.util.List.of("apps/shop"));
  }

  private void refused(String why) {
    String head = git.run("rev-parse", "HEAD");
    assertThatThrownBy(() -> revert().commit(git, LOCAL, new PrintWriter(said)))
        .isInstanceOf(CliException.class)
        .hasMessageContaining(why)
        .satisfies(e -> assertThat(((CliException) e).code()).isEqualTo(ExitCode.PREFLIGHT));
    assertThat(git.run("rev-parse", "HEAD")).isEqualTo(head);
  }

  private UserGit colleague() throws IOException {
    Path theirs = folder.resolve("theirs");
    git.run("clone", "--quiet", folder.resolve("origin").toString(), theirs.toString());
    UserGit colleague = named(theirs);
    Files.writeString(theirs.resolve("new.yaml"), "new");
    colleague.run("add", ".");
    colleague.run("commit", "--quiet", "-m", "theirs");
    colleague.run("push", "--quiet");
    return colleague;
  }

  private String commitAndPush(String message) {
    git.run("add", ".");
    git.run("commit", "--quiet", "-m", message);
    git.run("push", "--quiet", "--set-upstream", "origin", "main");
    return git.run("rev-parse", "HEAD");
  }

  private void write(String path, String content) throws IOException {
    Path file = clone.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static UserGit init(Path origin) throws IOException {
    Process init =
        new ProcessBuilder("git", "init", "--quiet", "--bare", "-b", "main", origin.toString())
            .inheritIO()
            .start();
    try {
      assertThat(init.waitFor()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return new UserGit(Path.of("").toAbsolutePath());
  }

  /** Nothing of the configuration of whoever runs the test. */
  private static UserGit named(Path clone) {
    UserGit git = new UserGit(clone);
    git.run("config", "user.name", "Ada");
    git.run("config", "user.email", "ada@example.org");
    git.run("config", "commit.gpgsign", "false");
    git.run("config", "core.hooksPath", ".git/hooks");
    git.run("checkout", "--quiet", "-B", "main");
    return git;
  }
}
