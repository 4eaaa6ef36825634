package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A folder of this machine as a tree, for the command line and for tests. It is read once,
 * completely; the folder {@code .git} is left out, symbolic links are listed but not followed, so
 * nothing outside the folder is read.
 */
public final class DirectoryTree {
  private static final long LARGEST = 256L << 20;

  private DirectoryTree() {}

  /**
   * Reads a folder.
   *
   * @throws SourceException when it is not a folder, cannot be read, or holds more than 256 MiB
   */
  public static Tree read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SourceException(Code.NOT_FOUND, "there is no folder " + folder);
    }
    var builder = new MemoryTree.Builder();
    try {
      add(builder, folder.toRealPath(), "", new long[1]);
    } catch (IOException e) {
      throw new SourceException(
          Code.UNREACHABLE, "the folder " + folder + " cannot be read; check its permissions", e);
    }
    return builder.build();
  }

  private static void add(MemoryTree.Builder builder, Path folder, String path, long[] total)
      throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String inner = Paths.join(path, name);
        if (name.equals(".git")) {
          continue;
        }
        if (Files.isSymbolicLink(file)) {
          builder.symlink(inner, Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          add(builder, file, inner, total);
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          total[0] += Files.size(file);
          if (total[0] > LARGEST) {
            throw new SourceException(
                Code.LIMIT, "the folder holds more than 256 MiB; name a smaller one");
          }
          builder.file(inner, Files.readAllBytes(file));
        }
      }
    }
  }
}
