package io.freehold.plugin;

import io.freehold.plugin.PluginException.Code;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The folder of one request: the user's files, a home, and what the commands print. */
final class RequestFolder implements AutoCloseable {
  private static final int PATH_LENGTH = 1_000;

  private final Path root;

  private RequestFolder(Path root) {
    this.root = root;
  }

  static RequestFolder create() throws IOException {
    Path root =
        Files.createTempDirectory(
            "freehold-plugin-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var folder = new RequestFolder(root);
    Files.createDirectory(folder.files());
    Files.createDirectory(folder.home());
    return folder;
  }

  /** Where the user's files are and commands run. */
  Path files() {
    return root.resolve("files");
  }

  /** Home and temp folder of the commands. */
  Path home() {
    return root.resolve("home");
  }

  /** A place beside the user's files. */
  Path beside(String name) {
    return root.resolve(name);
  }

  /**
   * Unpacks an archive as it arrives.
   *
   * @throws PluginException when it is larger than allowed or names a place outside
   * @throws IOException when it breaks off
   */
  void unpack(DataInputStream in, PluginLimits limits) throws IOException {
    int count = Wire.count(in);
    if (count > limits.files()) {
      throw new PluginException(
          Code.LIMIT,
          "the folder has %d files; at most %d are taken".formatted(count, limits.files()));
    }
    long left = limits.bytes();
    for (int i = 0; i < count; i++) {
      Path file = place(Wire.text(in, PATH_LENGTH * 4));
      byte[] bytes = Wire.content(in, left);
      left -= bytes.length;
      Files.createDirectories(file.getParent());
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  private Path place(String path) {
    for (String segment : List.of(path.split("/", -1))) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw refused();
      }
    }
    if (path.length() > PATH_LENGTH) {
      throw refused();
    }
    try {
      return files().resolve(path);
    } catch (InvalidPathException e) {
      throw new PluginException(Code.FAILED, "a file has a name that cannot be written", e);
    }
  }

  private static PluginException refused() {
    return new PluginException(
        Code.FAILED, "a file's path leads out of the folder, has empty parts or is too long");
  }

  /** Removes it with all that commands left, whatever its permissions; links are not followed. */
  @Override
  public void close() throws IOException {
    delete(root);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      // Or what is below could not be listed.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
