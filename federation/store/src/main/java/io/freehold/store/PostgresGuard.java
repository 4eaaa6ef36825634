package io.freehold.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends PostgreSQL when the plane has died without ending it. A shell waits at the end of a pipe
 * that the plane holds open; when the plane dies, even by SIGKILL, the pipe closes and the shell
 * asks the server for a fast shutdown.
 */
final class PostgresGuard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresGuard.class);
  private static final long ORPHAN_SECONDS = 15;
  private static final String SCRIPT =
      "trap '' INT TERM HUP; read -r _; pid=$(head -n 1 \"$1\" 2>/dev/null) && kill -INT \"$pid\"";

  private final Process shell;

  private PostgresGuard(Process shell) {
    this.shell = shell;
  }

  static PostgresGuard start(Path data) throws IOException {
    Process shell =
        new ProcessBuilder(
                List.of("/bin/sh", "-c", SCRIPT, "postgres-guard", pidFile(data).toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new PostgresGuard(shell);
  }

  /** Ends a server that an earlier plane left behind; the caller holds the lock of the folder. */
  static void endOrphan(Path data) throws IOException {
    Optional<ProcessHandle> orphan = running(data);
    if (orphan.isEmpty()) {
      return;
    }
    log.info("Stopping the PostgreSQL that an earlier plane left running");
    orphan.get().destroy();
    try {
      orphan.get().onExit().get(ORPHAN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // Its write-ahead log makes this as safe as a power failure.
      orphan.get().destroyForcibly();
      orphan.get().onExit().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an orphan stops", e);
    }
  }

  /** Whether the server of a folder runs. */
  static boolean alive(Path data) {
    try {
      return running(data).filter(ProcessHandle::isAlive).isPresent();
    } catch (IOException _) {
      // Cannot be told; a living server must not be started twice.
      return true;
    }
  }

  /** Call after the server has stopped. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
  }

  private static Optional<ProcessHandle> running(Path data) throws IOException {
    try {
      long pid = Long.parseLong(Files.readAllLines(pidFile(data)).getFirst().strip());
      return ProcessHandle.of(pid)
          .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    } catch (NoSuchFileException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Path pidFile(Path data) {
    return data.resolve("postmaster.pid");
  }
}
