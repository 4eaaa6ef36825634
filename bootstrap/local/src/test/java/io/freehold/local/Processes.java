package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds the components of a cluster by the directory they work in, whoever their parent is now. */
final class Processes {
  private Processes() {}

  static List<ProcessHandle> in(Path directory) {
    return ProcessHandle.allProcesses().filter(process -> worksIn(process, directory)).toList();
  }

  /** Waits until the components are gone. */
  static void awaitNone(Path directory) throws Exception {
    for (var process : in(directory)) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
    assertThat(in(directory)).isEmpty();
  }

  private static boolean worksIn(ProcessHandle process, Path directory) {
    try {
      var link = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.readSymbolicLink(link).equals(directory.toRealPath());
    } catch (IOException e) {
      return false; // it ended meanwhile, or belongs to somebody else
    }
  }
}
