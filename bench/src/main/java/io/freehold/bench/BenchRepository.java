package io.freehold.bench;

import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A Git repository in a temporary folder, and the bare copy that an agent would make of it. */
final class BenchRepository implements AutoCloseable {
  private static final String BRANCH = "main";

  private final Path directory;
  private final Git upstream;
  private final GitRepository copy;

  private BenchRepository(Path directory) throws GitAPIException {
    this.directory = directory;
    // First, because it shields JGit from the configuration of this machine.
    copy =
        new GitRepository(
            GitUrl.local(files()),
            directory.resolve("copy"),
            () -> GitCredentials.NONE,
            GitLimits.DEFAULT);
    upstream = Git.init().setDirectory(files().toFile()).setInitialBranch(BRANCH).call();
  }

  static BenchRepository create() throws IOException, GitAPIException {
    return new BenchRepository(Files.createTempDirectory("freehold-bench-"));
  }

  /** The work tree, for programs that read files. */
  Path files() {
    return directory.resolve("upstream");
  }

  /** Adds or replaces files and fetches the commit. */
  Tree commit(Map<String, String> texts) throws IOException, GitAPIException {
    for (var text : texts.entrySet()) {
      Path file = files().resolve(text.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.getValue());
    }
    upstream.add().addFilepattern(".").call();
    upstream.commit().setSign(false).setMessage("files").setAuthor("bench", "").call();
    return copy.treeAt(copy.fetch(BRANCH), "");
  }

  @Override
  public void close() throws IOException {
    copy.close();
    upstream.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
