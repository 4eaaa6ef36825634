package io.freehold.renderworker;

import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder for the files of one request, removed with all that is in it. */
final class ChartFolder implements AutoCloseable {
  private static final int FILES = 20_000;
  private static final long BYTES = 128L << 20;
  private static final int DEPTH = 40;

  private final Path root;

  private ChartFolder(Path root) {
    this.root = root;
  }

  /** An empty folder in the temp folder of the process. */
  static ChartFolder create() throws IOException {
    return new ChartFolder(Files.createTempDirectory("chart-"));
  }

  Path root() {
    return root;
  }

  /**
   * Writes files into a new folder below this one.
   *
   * @throws WorkerException when there are too many, or a path leads out of the folder
   */
  Path write(String name, Map<String, byte[]> files) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    long bytes = files.values().stream().mapToLong(content -> content.length).sum();
    if (files.size() > FILES || bytes > BYTES) {
      throw new WorkerException(
          Code.INPUT_LIMIT,
          "the chart has %d files with %d bytes; at most %d files with %d bytes are rendered"
              .formatted(files.size(), bytes, FILES, BYTES));
    }
    for (var file : files.entrySet()) {
      Path target = inside(folder, file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
    return folder;
  }

  private static Path inside(Path folder, String path) {
    String[] segments = path.split("/", -1);
    boolean isBad = segments.length > DEPTH;
    for (String segment : segments) {
      isBad |= segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }
    try {
      if (!isBad) {
        return folder.resolve(path);
      }
    } catch (InvalidPathException _) {
      // Reported below.
    }
    throw new WorkerException(Code.FAILED, "the chart has a file with the bad path '" + path + "'");
  }

  @Override
  public void close() throws IOException {
    delete(root);
  }

  /** Deletes a folder with all that is in it; links are deleted, not followed. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
