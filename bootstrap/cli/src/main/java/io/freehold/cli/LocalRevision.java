package io.freehold.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The files of a clone at a revision, in a folder that goes away with this. */
final class LocalRevision implements AutoCloseable {
  private final Path folder;
  private final boolean temporary;

  private LocalRevision(Path folder, boolean temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  /**
   * Writes out a revision.
   *
   * @param clone a folder; a clone when there is a revision
   * @param revision the files as they lie there when null
   */
  static LocalRevision of(Path clone, @Nullable String revision) {
    if (!Files.isDirectory(clone)) {
      throw new CliException(ExitCode.USAGE, "--root: there is no folder " + clone);
    }
    if (revision == null) {
      return new LocalRevision(clone, false);
    }
    try (Git git = Git.open(clone.toFile())) {
      ObjectId tree = git.getRepository().resolve(revision + "^{tree}");
      if (tree == null) {
        throw new CliException(
            ExitCode.USAGE,
            "--revision: the clone %s has no %s; fetch it first".formatted(clone, revision));
      }
      Path target = Files.createTempDirectory("freehold-revision-");
      write(git.getRepository(), tree, target);
      return new LocalRevision(target, true);
    } catch (RepositoryNotFoundException e) {
      throw new CliException(ExitCode.USAGE, "--root: " + clone + " is no clone", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Repository repository, ObjectId tree, Path target) throws IOException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        Path file = target.resolve(walk.getPathString()).normalize();
        boolean plain = (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
        if (plain && file.startsWith(target)) {
          Files.createDirectories(file.getParent());
          Files.write(file, repository.open(walk.getObjectId(0)).getBytes());
        }
      }
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    if (temporary) {
      Folders.deleteRecursively(folder);
    }
  }
}
