package io.freehold.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits that the system keeps, whatever runs in the worker: no memory on disk when it crashes, few
 * open files and connections, no large files, nothing that others can read. A shell sets them and
 * becomes the worker; where there is none the worker starts without.
 */
final class Confinement {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final int OPEN_FILES = 512;
  // 256 MiB in blocks of 512 bytes.
  private static final int FILE_BLOCKS = 256 << 11;
  private static final String SCRIPT =
      "umask 077; ulimit -c 0; ulimit -n "
          + OPEN_FILES
          + "; ulimit -f "
          + FILE_BLOCKS
          + "; unset PWD OLDPWD SHLVL; exec \"$@\"";

  private Confinement() {}

  /** The command that runs a command within the limits. */
  static List<String> of(List<String> command) {
    if (!Files.isExecutable(SHELL)) {
      return command;
    }
    var confined = new ArrayList<String>(List.of(SHELL.toString(), "-c", SCRIPT, "worker"));
    confined.addAll(command);
    return confined;
  }
}
