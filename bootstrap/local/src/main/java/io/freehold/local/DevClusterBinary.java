package io.freehold.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The executable that holds a whole control plane. It is built from the Go sources on the class
 * path, once per version of them, into a cache of the user: {@code $FREEHOLD_CACHE}, else {@code
 * $XDG_CACHE_HOME/freehold}, else {@code ~/.cache/freehold}. The first build downloads and compiles
 * for some minutes.
 */
public final class DevClusterBinary {
  private static final String FOLDER = "devcluster";
  private static final Duration TELL = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** File locks are held by the whole process; this one orders its threads. */
  private static final ReentrantLock BUILDING = new ReentrantLock();

  private DevClusterBinary() {}

  /**
   * Returns the executable, building it first if the cache does not have it. Other processes that
   * ask meanwhile wait.
   *
   * @param progress takes one line at a time, only while something is built or waited for
   * @throws LocalPlatformException if it can not be built; the message is one line
   */
  public static Path ensure(Consumer<String> progress) {
    return ensure(UserCache.directory(), new GoToolchain("go"), progress);
  }

  /**
   * Why {@link #ensure} would fail at once: no executable in the cache and no usable Go. Empty if
   * it can work.
   */
  public static Optional<String> unavailable() {
    var cached = executable(UserCache.directory(), DevClusterSources.load());
    return Files.isExecutable(cached) ? Optional.empty() : new GoToolchain("go").problem();
  }

  static Path ensure(Path cache, GoToolchain go, Consumer<String> progress) {
    var sources = DevClusterSources.load();
    var executable = executable(cache, sources);
    if (Files.isExecutable(executable)) {
      return executable;
    }
    go.problem()
        .ifPresent(problem -> {
          throw new LocalPlatformException(problem);
        });
    BUILDING.lock();
    try {
      Files.createDirectories(executable.getParent());
      var lock = executable.resolveSibling("lock");
      try (var channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        try (var _ = lock(channel, progress)) {
          if (!Files.isExecutable(executable)) {
            build(sources, go, executable, progress);
            OldBinaries.prune(cache.resolve(FOLDER));
          }
        }
      }
      return executable;
    } catch (IOException e) {
      throw new LocalPlatformException(
          "could not build the control plane in %s: %s".formatted(cache, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalPlatformException("interrupted while building the control plane", e);
    } finally {
      BUILDING.unlock();
    }
  }

  private static FileLock lock(FileChannel channel, Consumer<String> progress) throws IOException {
    var free = channel.tryLock();
    if (free != null) {
      return free;
    }
    progress.accept("waiting for another process that builds the control plane");
    return channel.lock();
  }

  private static Path executable(Path cache, DevClusterSources sources) {
    return cache.resolve(FOLDER).resolve(sources.digest()).resolve("devcluster");
  }

  private static void build(
      DevClusterSources sources, GoToolchain go, Path executable, Consumer<String> progress)
      throws IOException, InterruptedException {
    var folder = executable.resolveSibling("src");
    sources.writeTo(folder);
    var output = executable.resolveSibling("devcluster.new");
    var process =
        go.build(sources.kubernetesVersion(), output.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    var tracker = new BuildProgress(progress);
    try {
      var reader =
          Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(tracker::line));
      var begin = System.nanoTime();
      var elapsed = Duration.ZERO;
      tracker.tell(elapsed);
      while (!process.waitFor(TELL.toMillis(), TimeUnit.MILLISECONDS)) {
        elapsed = Duration.ofNanos(System.nanoTime() - begin);
        tracker.tell(elapsed);
        if (elapsed.compareTo(LIMIT) > 0) {
          throw new LocalPlatformException(
              "the build of the control plane took more than %s; sources are in %s"
                  .formatted(BuildProgress.text(LIMIT), folder));
        }
      }
      reader.join();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new LocalPlatformException(
          "the build of the control plane in %s failed: %s".formatted(folder, tracker.lastLines()));
    }
    // An interrupted build leaves no executable, and a running one is never written over.
    Files.move(output, executable, StandardCopyOption.ATOMIC_MOVE);
  }
}
