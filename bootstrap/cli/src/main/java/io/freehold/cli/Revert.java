package io.freehold.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folders of the registry as they were at an earlier commit: as commands for people, or carried out
 * in a clone of the user.
 *
 * @param revision commit that the folders are taken from
 * @param paths the folders, from the top of the repository
 */
record Revert(String revision, List<String> paths) {
  private static final int SHORT = 12;

  Revert {
    paths = paths.stream().map(path -> path.isEmpty() ? "." : path).distinct().toList();
  }

  /**
   * How the commit is made.
   *
   * @param branch a new branch for it; the one that is checked out when empty
   * @param message its message; empty for {@link #message}
   * @param author as {@code Name <mail>}; empty for the user's own name
   * @param push whether it is pushed
   */
  record Manner(String branch, String message, String author, boolean push) {}

  /** What a person would type. */
  List<String> commands() {
    return List.of(
        "git restore --source=%s --staged --worktree -- %s"
            .formatted(revision, String.join(" ", paths)),
        "git commit -m \"%s\"".formatted(message()),
        "git push");
  }

  /** What the commit says unless somebody says something else. */
  String message() {
    return "Put %s back to %.12s".formatted(String.join(", ", paths), revision);
  }

  /**
   * Makes the commit in a clone that is clean and level with its remote; otherwise nothing is
   * changed.
   *
   * @throws CliException when the clone is not fit for it, or Git refuses
   */
  void commit(UserGit git, Manner manner, PrintWriter out) {
    String branch = checkedOut(git);
    Optional<String> upstream = git.ask("rev-parse", "--abbrev-ref", "@{upstream}");
    String remote = git.ask("config", "branch." + branch + ".remote").orElse("");
    if (upstream.isPresent()) {
      level(git, branch, remote, upstream.get());
    } else if (manner.push() && manner.branch().isEmpty()) {
      throw refused("branch %s follows no remote branch; push it yourself".formatted(branch));
    }
    if (git.ask("cat-file", "-e", revision + "^{commit}").isEmpty()) {
      throw refused(
          "the clone %s has no commit %.12s; is it a clone of the registry?"
              .formatted(git.folder(), revision));
    }
    if (!manner.branch().isEmpty()) {
      git.run("switch", "--create", manner.branch());
    }
    try {
      restore(git, revision);
      if (git.ask("diff", "--cached", "--quiet").isPresent()) {
        throw refused(
            "%s is in Git as it was at %.12s already"
                .formatted(String.join(", ", paths), revision));
      }
      git.run(commitCommand(manner));
    } catch (CliException e) {
      undo(git, branch, manner.branch());
      throw e;
    }
    String head = git.run("rev-parse", "HEAD");
    String target = manner.branch().isEmpty() ? branch : manner.branch();
    if (manner.push()) {
      push(git, remote.isEmpty() ? "origin" : remote, target);
    }
    out.printf(
        "%s: %s (%s)%n", target, git.run("log", "-1", "--format=%s"), head.substring(0, SHORT));
    if (!manner.push()) {
      out.println("It is not pushed; then: git push" + (upstream.isEmpty() ? " -u" : ""));
    }
  }

  private static String checkedOut(UserGit git) {
    if (!git.run("status", "--porcelain").isEmpty()) {
      throw refused(
          "the clone %s has changes that are not committed; commit or stash them first"
              .formatted(git.folder()));
    }
    return git.ask("symbolic-ref", "--quiet", "--short", "HEAD")
        .orElseThrow(() ->
            refused("the clone %s is on no branch; check one out first".formatted(git.folder())));
  }

  private static void level(UserGit git, String branch, String remote, String upstream) {
    git.run("fetch", "--quiet", remote);
    String[] counts =
        git.run("rev-list", "--left-right", "--count", "HEAD...@{upstream}").split("\\s+", -1);
    boolean ahead = !counts[0].equals("0");
    boolean behind = !counts[1].equals("0");
    if (ahead && behind) {
      throw refused(
          "branch %s and %s have diverged (%s commits here, %s there); rebase or merge first"
              .formatted(branch, upstream, counts[0], counts[1]));
    }
    if (behind) {
      throw refused(
          "branch %s is %s commits behind %s; run: git pull --ff-only"
              .formatted(branch, counts[1], upstream));
    }
    if (ahead) {
      throw refused(
          "branch %s has %s commits that are not in %s; push them first"
              .formatted(branch, counts[0], upstream));
    }
  }

  private void restore(UserGit git, String source) {
    List<String> command =
        new ArrayList<>(List.of("restore", "--source=" + source, "--staged", "--worktree", "--"));
    command.addAll(paths);
    git.run(command.toArray(String[]::new));
  }

  private String[] commitCommand(Manner manner) {
    List<String> command = new ArrayList<>(List.of("commit", "--quiet", "--message"));
    command.add(manner.message().isEmpty() ? message() : manner.message());
    if (!manner.author().isEmpty()) {
      command.add("--author=" + manner.author());
    }
    return command.toArray(String[]::new);
  }

  private static void push(UserGit git, String remote, String branch) {
    try {
      git.run("push", "--quiet", "--set-upstream", remote, "HEAD:refs/heads/" + branch);
    } catch (CliException e) {
      throw new CliException(
          ExitCode.GIT,
          "%s; the commit is in the clone on branch %s".formatted(e.getMessage(), branch),
          e);
    }
  }

  /** The clone was clean: everything that differs from its commit is ours. */
  private static void undo(UserGit git, String branch, @Nullable String created) {
    var _ = git.ask("reset", "--quiet", "--hard");
    if (created != null && !created.isEmpty() && git.ask("switch", "--quiet", branch).isPresent()) {
      var _ = git.ask("branch", "--delete", "--quiet", created);
    }
  }

  private static CliException refused(String why) {
    return new CliException(ExitCode.PREFLIGHT, why);
  }
}
