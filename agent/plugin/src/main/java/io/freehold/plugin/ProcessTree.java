package io.freehold.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes of one request. Those that were left behind by their parents are found by a
 * variable that all inherit.
 */
final class ProcessTree {
  /** The variable. */
  static final String MARK = "FREEHOLD_PLUGIN_REQUEST";

  private static final int ROUNDS = 100;
  private static final long PAUSE = 5;

  private final String marked;

  /**
   * @param id value of {@link #MARK}, different for each request
   */
  ProcessTree(String id) {
    this.marked = MARK + "=" + id;
  }

  /** Ends all, a command's own process included. */
  void kill(Process command) {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Set<ProcessHandle> found = abandoned();
        command.descendants().forEach(found::add);
        if (command.isAlive()) {
          found.add(command.toHandle());
        }
        if (found.isEmpty()) {
          return;
        }
        found.forEach(ProcessHandle::destroyForcibly);
        // The kernel ends them soon; they may have started others before.
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty where the platform does not tell. */
  private Set<ProcessHandle> abandoned() {
    Set<Long> pids = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (isMarked(process)) {
          pids.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException _) {
      // No such platform.
    }
    return pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).collect(Collectors.toSet());
  }

  private boolean isMarked(Path process) {
    try {
      // A process that has ended, waited for or not, has no environment any more.
      String environment =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
      return environment.startsWith(marked + "\0") || environment.contains("\0" + marked + "\0");
    } catch (IOException _) {
      // Another user's, or gone.
      return false;
    }
  }
}
