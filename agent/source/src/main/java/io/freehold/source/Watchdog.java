package io.freehold.source;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when a call takes too long. The timeouts of clients cover
 * connecting and reading, but not an SSH server that accepts the connection and then says nothing.
 */
final class Watchdog implements AutoCloseable {
  private final Thread caller = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  // Guarded by this.
  private boolean ended;
  private boolean interrupted;

  Watchdog(Duration limit) {
    Thread.ofVirtual()
        .name("fetch-watchdog")
        .start(() -> {
          try {
            if (!over.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
              interrupt();
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private synchronized void interrupt() {
    if (!ended) {
      interrupted = true;
      caller.interrupt();
    }
  }

  /** Whether the call was interrupted because it took too long. */
  synchronized boolean hasFired() {
    return interrupted;
  }

  /** Ends the watch; an interrupt of ours does not outlive it. */
  @Override
  public synchronized void close() {
    ended = true;
    over.countDown();
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
