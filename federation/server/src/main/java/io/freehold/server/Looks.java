package io.freehold.server;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at something from time to time, and earlier when somebody waits for news of it. However
 * many ask, one look serves all who asked before it began, looks keep their distance, and only so
 * many wait; looking is done by the owner's thread, never by theirs. Thread safe.
 */
final class Looks {
  private static final Logger log = LoggerFactory.getLogger(Looks.class);

  private final Runnable look;
  private final Pace pace;
  private final ReentrantLock looking = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock.
  private long begun;
  private long ended;
  private long begunAt = System.nanoTime();
  private boolean wanted;
  private int waiting;

  /**
   * How often, and how many.
   *
   * @param interval pause between two looks when nobody asks, give or take a tenth
   * @param distance shortest time from one look to the next because somebody asks
   * @param patience how long one who asks waits at most
   * @param waiters how many wait at a time
   */
  record Pace(Duration interval, Duration distance, Duration patience, int waiters) {}

  /**
   * @param look looks once; what it throws is logged
   * @param pace how often
   */
  Looks(Runnable look, Pace pace) {
    this.look = look;
    this.pace = pace;
  }

  /** Looks until the thread is interrupted. */
  void run() {
    try {
      while (true) {
        try {
          now();
        } catch (RuntimeException e) {
          // A defect of ours must not end the looking for good.
          log.error("A look failed", e);
        }
        pause();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks now, in the caller's thread, whoever else asks; after a look that is under way. */
  void now() {
    looking.lock();
    try {
      long number = begin();
      try {
        look.run();
      } finally {
        end(number);
      }
    } finally {
      looking.unlock();
    }
  }

  /**
   * Waits for a look that begins after this call.
   *
   * @return false when there was none in time, or too many wait already
   */
  boolean await() {
    lock.lock();
    try {
      if (waiting >= pace.waiters()) {
        return false;
      }
      waiting++;
      try {
        // The look under way may have read before the news came.
        long next = begun + 1;
        wanted = true;
        changed.signalAll();
        long left = pace.patience().toNanos();
        while (ended < next) {
          if (left <= 0) {
            return false;
          }
          left = changed.awaitNanos(left);
        }
        return true;
      } finally {
        waiting--;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private long begin() {
    lock.lock();
    try {
      wanted = false;
      begunAt = System.nanoTime();
      return ++begun;
    } finally {
      lock.unlock();
    }
  }

  private void end(long number) {
    lock.lock();
    try {
      ended = number;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    long interval =
        (long) (pace.interval().toNanos() * RandomGenerator.getDefault().nextDouble(0.9, 1.1));
    lock.lock();
    try {
      while (true) {
        long due = begunAt + (wanted ? pace.distance().toNanos() : interval);
        long left = due - System.nanoTime();
        if (left <= 0) {
          return;
        }
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
