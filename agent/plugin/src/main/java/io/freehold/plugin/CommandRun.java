package io.freehold.plugin;

import io.freehold.plugin.PluginException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of one request. They write into files and not pipes: a process that is left
 * behind would keep a pipe open.
 */
final class CommandRun {
  private static final int TAIL = 2_000;
  private static final int LOOK_MILLIS = 20;

  private final RequestFolder folder;
  private final Map<String, String> environment;
  private final ProcessTree processes;
  private final PluginLimits limits;
  private final long deadline;

  /**
   * @param environment all that commands see
   * @param processes what is ended after each command
   */
  CommandRun(
      RequestFolder folder,
      Map<String, String> environment,
      ProcessTree processes,
      PluginLimits limits) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.processes = processes;
    this.limits = limits;
    this.deadline = System.nanoTime() + limits.time().toNanos();
  }

  /**
   * What a command prints.
   *
   * @param step its name in the plugin file
   * @throws PluginException when it fails, takes too long or prints too much
   */
  String run(String step, List<String> command) throws IOException {
    Path outFile = folder.beside(step + ".out");
    Path errFile = folder.beside(step + ".err");
    // Kept open: what a command puts at their places later is never opened.
    try (FileChannel out = create(outFile);
        FileChannel err = create(errFile)) {
      Process process = start(step, command, outFile, errFile);
      try {
        await(step, process, out, err);
      } finally {
        processes.kill(process);
      }
      int status = process.exitValue();
      if (status != 0) {
        String said = OneLine.tail(text(err, TAIL), TAIL / 4);
        throw new PluginException(
            Code.FAILED,
            "%s ended with status %d%s".formatted(step, status, said.isEmpty() ? "" : ": " + said));
      }
      if (out.size() > limits.result()) {
        throw tooMuch(step);
      }
      return text(out, limits.result());
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private Process start(String step, List<String> command, Path out, Path err) {
    var builder = new ProcessBuilder(command);
    builder.directory(folder.files().toFile());
    builder.environment().clear();
    try {
      builder.environment().putAll(environment);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      return builder.start();
    } catch (IOException | IllegalArgumentException e) {
      throw new PluginException(
          Code.FAILED,
          step + " cannot be run: " + OneLine.tail(String.valueOf(e.getMessage()), 300),
          e);
    }
  }

  private void await(String step, Process process, FileChannel out, FileChannel err)
      throws IOException {
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - deadline > 0) {
          throw new PluginException(
              Code.LIMIT,
              "%s was ended: the commands may take %d s"
                  .formatted(step, limits.time().toSeconds()));
        }
        if (out.size() > limits.result() || err.size() > limits.result()) {
          throw tooMuch(step);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginException(Code.UNAVAILABLE, "the plugin is being stopped", e);
    }
  }

  private PluginException tooMuch(String step) {
    return new PluginException(
        Code.LIMIT, "%s was ended: it prints more than %d bytes".formatted(step, limits.result()));
  }

  /** The end of a file. */
  private static String text(FileChannel file, int most) throws IOException {
    long size = file.size();
    var buffer = ByteBuffer.allocate((int) Math.min(size, most));
    long position = size - buffer.capacity();
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, position);
      if (read < 0) {
        break;
      }
      position += read;
    }
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }
}
