package io.freehold.cli;

import io.freehold.api.ParentWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that ends with this one. Its standard input is held open here and nowhere else, so that
 * it sees the end of this process even after SIGKILL; see {@link ParentWatch}.
 */
final class ChildProcess implements AutoCloseable {
  // Whoever runs the demo may have KUBECONFIG, tokens or JVM options set: none of them is the
  // child's business.
  private static final List<String> KEPT =
      List.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FREEHOLD_CACHE");

  private static final Duration GRACE = Duration.ofSeconds(8);

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a program with an environment of its own, of which nothing is inherited but PATH and
   * HOME.
   *
   * @param name for messages
   * @param log receives standard output and standard error
   * @param lines receives each line of standard output too
   */
  static ChildProcess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path log,
      Consumer<String> lines) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> own = builder.environment();
    own.keySet().retainAll(KEPT);
    own.putAll(environment);
    own.put(ParentWatch.VARIABLE, ParentWatch.STDIN);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process process = builder.start();
      Thread.ofVirtual().name("output-" + name).start(() -> copy(process, log, lines));
      return new ChildProcess(name, log, process);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot start " + command.getFirst(), e);
    }
  }

  private static void copy(Process process, Path log, Consumer<String> lines) {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines.accept(line);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Completes when the process has ended. */
  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  int exitValue() {
    return process.exitValue();
  }

  /** The last lines of its output, for messages. */
  String tail() {
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  @Override
  public String toString() {
    return name + " (process " + process.pid() + ", log " + log + ")";
  }

  /** Ends it as SIGKILL does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks it to stop, then makes it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
