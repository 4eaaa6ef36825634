package io.freehold.runtime;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A timer with one thread, which only hands work on: what is scheduled must not block. */
final class ScheduledTimer implements Timer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledTimer.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, work -> Thread.ofPlatform().name("timer").daemon().unstarted(work));

  ScheduledTimer() {
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // failures are logged by the work itself
  public void after(Duration pause, Runnable work) {
    if (!executor.isShutdown()) {
      executor.schedule(() -> guarded(work), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("Scheduled work failed", e);
    }
  }
}
