package io.freehold.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executables of earlier sources: about 170 MB each, and soon rebuilt from Go's own cache. */
final class OldBinaries {
  private static final Logger LOG = LoggerFactory.getLogger(OldBinaries.class);
  private static final int KEEP = 3;

  private OldBinaries() {}

  /**
   * Removes all builds below {@code folder} but the newest. A running one stays alive: the kernel
   * holds its file.
   */
  static void prune(Path folder) {
    try (var builds = Files.list(folder)) {
      var old =
          builds
              .map(build -> build.resolve("devcluster"))
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparingLong(OldBinaries::modified).reversed())
              .skip(KEEP)
              .toList();
      for (var executable : old) {
        Files.deleteIfExists(executable);
      }
    } catch (IOException e) {
      LOG.debug("can not clean {}", folder, e);
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
