package io.freehold.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Lets a few renders run at a time, because each needs memory and a processor. One that takes long,
 * as a chart that spins until its time is up or a repository that does not answer, makes room for
 * the others: a broken application must not keep them waiting. Thread safe.
 */
final class RenderTurns {
  static final Duration LONG = Duration.ofSeconds(2);

  private static final int AT_ONCE = 2;

  /** Each of them holds memory, so that their number is bounded, too. */
  private static final int LONG_AT_ONCE = 6;

  private final Timer timer;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Semaphore longTurns = new Semaphore(LONG_AT_ONCE);

  RenderTurns(Timer timer) {
    this.timer = timer;
  }

  /** Waits for a turn and renders. */
  <T> T take(Supplier<T> render) {
    turns.acquireUninterruptibly();
    AtomicBoolean shortSoFar = new AtomicBoolean(true);
    timer.after(LONG, () -> becomesLong(shortSoFar));
    try {
      return render.get();
    } finally {
      (shortSoFar.getAndSet(false) ? turns : longTurns).release();
    }
  }

  private void becomesLong(AtomicBoolean shortSoFar) {
    if (shortSoFar.get() && longTurns.tryAcquire()) {
      (shortSoFar.getAndSet(false) ? turns : longTurns).release();
    }
  }
}
