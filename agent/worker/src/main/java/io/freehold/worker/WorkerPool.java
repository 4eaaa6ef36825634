package io.freehold.worker;

import io.freehold.worker.Message.Answer;
import io.freehold.worker.Message.Failed;
import io.freehold.worker.Message.Rendered;
import io.freehold.worker.Message.Request;
import io.freehold.worker.WorkerException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Renders in child JVMs. Workers start when they are needed, stay warm for a while, and are
 * replaced after a number of requests. A request that exceeds a limit loses its worker and nothing
 * else. Thread safe; close it to end all workers.
 */
public final class WorkerPool implements AutoCloseable {
  /** How the names of folders begin in which workers live, below the machine's temp folder. */
  public static final String FOLDER_PREFIX = "freehold-worker-";

  private static final long WATCH_MILLIS = 25;
  // How many time limits a request waits for a free worker.
  private static final int PATIENCE = 10;
  private static final long PAGE = 4096;

  private final WorkerOptions options;
  private final Semaphore slots;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("render-worker-watch").factory());

  private final Future<?> sweeping;

  // Guarded by this.
  private final Deque<WorkerProcess> idle = new ArrayDeque<>();
  private final Set<WorkerProcess> busy = new HashSet<>();
  private boolean closed;

  public WorkerPool(WorkerOptions options) {
    this.options = options;
    this.slots = new Semaphore(options.workers(), true);
    long sweep = Math.max(100, options.idleLimit().toMillis() / 4);
    this.sweeping =
        watch.scheduleWithFixedDelay(this::retireIdle, sweep, sweep, TimeUnit.MILLISECONDS);
  }

  /**
   * The manifests of a release as YAML documents with {@code # Source:} comments: custom resource
   * definitions if asked for, then objects in Helm's order, then hooks with their annotations.
   *
   * @throws WorkerException when there is no result
   */
  public String helm(HelmRequest request, Lookup lookup) {
    return render(request, lookup);
  }

  /**
   * The value of a program as JSON.
   *
   * @throws WorkerException when there is no result
   */
  public String jsonnet(JsonnetRequest request) {
    return render(request, Lookup.NOTHING);
  }

  private String render(Request request, Lookup lookup) {
    acquire();
    try {
      return switch (answer(request, lookup)) {
        case Rendered(var text) -> text;
        case Failed(var code, var message) -> throw new WorkerException(code, message);
      };
    } finally {
      slots.release();
    }
  }

  private Answer answer(Request request, Lookup lookup) {
    WorkerProcess worker = take();
    boolean reusable = false;
    try {
      var watching = watch(worker);
      try {
        Answer answer = worker.call(request, lookup);
        reusable = worker.requests() < options.rendersPerWorker() && isHealthy(answer);
        return answer;
      } finally {
        watching.cancel(false);
      }
    } finally {
      giveBack(worker, reusable);
    }
  }

  /** Bad input leaves a worker as it was; what hit a limit may have left it in any state. */
  private static boolean isHealthy(Answer answer) {
    return switch (answer) {
      case Rendered _ -> true;
      case Failed(var code, _) -> code == Code.FAILED || code == Code.INPUT_LIMIT;
    };
  }

  private Future<?> watch(WorkerProcess worker) {
    long deadline = System.nanoTime() + options.timeLimit().toNanos();
    return watch.scheduleAtFixedRate(
        () -> {
          if (System.nanoTime() - deadline > 0) {
            worker.kill(
                new WorkerException(
                    Code.TIMEOUT,
                    "the rendering was ended after %d s; look for templates that never end"
                        .formatted(options.timeLimit().toSeconds())));
          } else if (resident(worker.pid()) > options.residentLimit()) {
            worker.kill(
                new WorkerException(
                    Code.MEMORY,
                    "the rendering was ended because it took more than %d MiB of memory"
                        .formatted(options.residentLimit() >> 20)));
          }
        },
        WATCH_MILLIS,
        WATCH_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** Memory of a process; 0 where the platform does not tell. */
  private static long resident(long pid) {
    try {
      String statm = Files.readString(Path.of("/proc", Long.toString(pid), "statm"));
      return Long.parseLong(statm.split(" ", -1)[1]) * PAGE;
    } catch (IOException | RuntimeException _) {
      return 0;
    }
  }

  private void acquire() {
    try {
      if (!slots.tryAcquire(options.timeLimit().toMillis() * PATIENCE, TimeUnit.MILLISECONDS)) {
        throw new WorkerException(Code.UNAVAILABLE, "all render workers are busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerException(Code.UNAVAILABLE, "interrupted while waiting for a worker", e);
    }
  }

  private WorkerProcess take() {
    synchronized (this) {
      checkOpen();
      while (!idle.isEmpty()) {
        WorkerProcess worker = idle.pop();
        if (worker.isAlive()) {
          busy.add(worker);
          return worker;
        }
        worker.close();
      }
    }
    WorkerProcess worker = WorkerProcess.start(options);
    synchronized (this) {
      if (!closed) {
        busy.add(worker);
        return worker;
      }
    }
    worker.close();
    throw closedError();
  }

  private void giveBack(WorkerProcess worker, boolean reusable) {
    synchronized (this) {
      busy.remove(worker);
      if (reusable && !closed) {
        idle.push(worker);
        return;
      }
    }
    worker.close();
  }

  private void retireIdle() {
    List<WorkerProcess> retired = new ArrayList<>();
    synchronized (this) {
      idle.removeIf(
          worker -> worker.idleNanos() > options.idleLimit().toNanos() && retired.add(worker));
    }
    retired.forEach(WorkerProcess::close);
  }

  /** Process ids of the workers that live now, for tests and measurements. */
  public synchronized List<Long> workers() {
    var pids = new ArrayList<Long>();
    idle.forEach(worker -> pids.add(worker.pid()));
    busy.forEach(worker -> pids.add(worker.pid()));
    return pids;
  }

  private void checkOpen() {
    if (closed) {
      throw closedError();
    }
  }

  private static WorkerException closedError() {
    return new WorkerException(Code.UNAVAILABLE, "the render workers are stopped");
  }

  /** Ends all workers; requests under way fail. */
  @Override
  public void close() {
    List<WorkerProcess> ended;
    synchronized (this) {
      closed = true;
      ended = new ArrayList<>(idle);
      idle.clear();
      // Their own threads close them.
      busy.forEach(worker -> worker.kill(closedError()));
    }
    ended.forEach(WorkerProcess::close);
    sweeping.cancel(false);
    watch.shutdownNow();
  }
}
