package io.freehold.ingest;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests are unpacked and stored at once: bounds memory, whatever the number of
 * clusters.
 */
final class Gate {
  private static final int REQUESTS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Semaphore free = new Semaphore(REQUESTS);

  /** Waits for a place for a short time; false when there is none. */
  boolean enter() {
    try {
      return free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void leave() {
    free.release();
  }
}
