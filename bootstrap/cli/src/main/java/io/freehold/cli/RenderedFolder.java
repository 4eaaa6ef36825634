package io.freehold.cli;

import io.freehold.kustomize.DiskTree;
import io.freehold.tree.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A folder of this machine, and everything that its kustomization may refer to: its Git repository,
 * or where there is none, the whole file system, as {@code kustomize build} has it.
 *
 * @param tree what may be read
 * @param path the folder in it
 */
record RenderedFolder(Tree tree, String path) {
  static RenderedFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CliException(ExitCode.USAGE, "there is no folder " + folder);
    }
    Path absolute = folder.toAbsolutePath().normalize();
    Path root = absolute;
    while (root.getParent() != null && !Files.exists(root.resolve(".git"))) {
      root = root.getParent();
    }
    return new RenderedFolder(
        new DiskTree(root, Clock.systemUTC()), root.relativize(absolute).toString());
  }
}
