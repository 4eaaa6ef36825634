package io.freehold.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The private folder of one demo, and the end of folders whose demo was killed. */
final class DemoFolder {
  private static final String PREFIX = "freehold-demo-";
  private static final String PID_FILE = "pid";

  private DemoFolder() {}

  /** A new folder below the temporary folder. */
  static Path create() {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      sweep(parent);
      Path folder = Files.createTempDirectory(parent, PREFIX);
      Files.write(
          folder.resolve(PID_FILE),
          (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Removes folders of our own whose process is gone: after SIGKILL nobody else would, and they
   * hold keys.
   */
  static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        Path pid = folder.resolve(PID_FILE);
        if (Files.isReadable(pid) && Files.isWritable(folder) && !alive(Files.readString(pid))) {
          Folders.deleteRecursively(folder);
        }
      }
    }
  }

  private static boolean alive(String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid.strip()))
          .map(ProcessHandle::isAlive)
          .orElse(false);
    } catch (NumberFormatException _) {
      // Not written by us: not ours to delete.
      return true;
    }
  }
}
