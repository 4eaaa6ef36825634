package io.freehold.worker;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How workers run.
 *
 * @param library folder with the worker's jars and Helm's native library
 * @param java the {@code java} command
 * @param workers how many requests run at once
 * @param timeLimit how long one request may take, start of the worker included
 * @param residentLimit bytes of memory one worker may hold
 * @param heapMegabytes Java heap of a worker
 * @param resultLimit bytes of one result
 * @param rendersPerWorker after so many requests a worker is replaced
 * @param idleLimit a worker without requests for so long is stopped
 */
public record WorkerOptions(
    Path library,
    Path java,
    int workers,
    Duration timeLimit,
    long residentLimit,
    int heapMegabytes,
    int resultLimit,
    int rendersPerWorker,
    Duration idleLimit) {
  public WorkerOptions {
    requireNonNull(library, "library is null");
    requireNonNull(java, "java is null");
    if (workers < 1 || heapMegabytes < 16 || resultLimit < 1 || rendersPerWorker < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /**
   * Two workers with this JVM's own {@code java}, a minute and 384 MiB each.
   *
   * @param library folder with the worker's jars
   */
  public static WorkerOptions of(Path library) {
    return new WorkerOptions(
        library,
        Path.of(System.getProperty("java.home"), "bin", "java"),
        2,
        Duration.ofMinutes(1),
        384L << 20,
        192,
        32 << 20,
        500,
        Duration.ofMinutes(2));
  }

  /** With another time limit. */
  public WorkerOptions withTimeLimit(Duration limit) {
    return new WorkerOptions(
        library,
        java,
        workers,
        limit,
        residentLimit,
        heapMegabytes,
        resultLimit,
        rendersPerWorker,
        idleLimit);
  }

  /** With another number of workers. */
  public WorkerOptions withWorkers(int count) {
    return new WorkerOptions(
        library,
        java,
        count,
        timeLimit,
        residentLimit,
        heapMegabytes,
        resultLimit,
        rendersPerWorker,
        idleLimit);
  }

  /** With another limit for results. */
  public WorkerOptions withResultLimit(int bytes) {
    return new WorkerOptions(
        library,
        java,
        workers,
        timeLimit,
        residentLimit,
        heapMegabytes,
        bytes,
        rendersPerWorker,
        idleLimit);
  }

  /** With another number of requests after which a worker is replaced. */
  public WorkerOptions withRendersPerWorker(int renders) {
    return new WorkerOptions(
        library,
        java,
        workers,
        timeLimit,
        residentLimit,
        heapMegabytes,
        resultLimit,
        renders,
        idleLimit);
  }
}
