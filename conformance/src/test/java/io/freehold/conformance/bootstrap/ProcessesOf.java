package io.freehold.conformance.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds processes by where they work. Their parents would not do: a database server has none but
 * the first process of the machine.
 */
final class ProcessesOf {
  private static final Path PROC = Path.of("/proc");

  private ProcessesOf() {}

  /** Command lines of all processes that were started in a folder or were told of it. */
  static List<String> folder(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> PROC.resolve(Long.toString(process.pid())))
        .filter(process -> commandLine(process).contains(folder + "/") || worksIn(process, folder))
        .map(process -> process.getFileName() + " " + commandLine(process))
        .toList();
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException _) {
      // It has ended.
      return "";
    }
  }

  private static boolean worksIn(Path process, Path folder) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
    } catch (IOException _) {
      return false;
    }
  }
}
