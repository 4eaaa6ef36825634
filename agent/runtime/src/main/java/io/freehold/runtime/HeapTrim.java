package io.freehold.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives memory back to the node after bursts of work. A serial collector, which an agent of this
 * size runs best with, lets the heap grow during a burst and shrinks it only when it is full, so
 * that a quiet agent would hold what its busiest minute needed. Looks every few seconds; collects
 * when a burst is over and the heap is much larger than what lives in it, and then not again before
 * the next burst.
 */
final class HeapTrim {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final long SLACK_BYTES = 8L << 20;

  private final Timer timer;
  private final LongSupplier work;
  private final Heap heap;
  private long live;
  private long workSeen;
  private long workTrimmed;

  /** The heap of a process. */
  interface Heap {
    /** Bytes taken from the system. */
    long committed();

    /** Bytes in use, garbage included. */
    long used();

    /** Collects garbage. */
    void collect();
  }

  /**
   * @param work a count that grows with everything that is done
   */
  HeapTrim(Timer timer, LongSupplier work, Heap heap) {
    this.timer = timer;
    this.work = work;
    this.heap = heap;
    this.live = heap.used();
  }

  /** The heap of this process. */
  static Heap ownHeap() {
    Runtime runtime = Runtime.getRuntime();
    return new Heap() {
      @Override
      public long committed() {
        return runtime.totalMemory();
      }

      @Override
      public long used() {
        return runtime.totalMemory() - runtime.freeMemory();
      }

      @Override
      public void collect() {
        System.gc();
      }
    };
  }

  /** Starts to look. */
  void start() {
    timer.after(EVERY, this::look);
  }

  private void look() {
    long now = work.getAsLong();
    boolean quiet = now == workSeen;
    workSeen = now;
    if (quiet && now != workTrimmed && heap.committed() > live + live / 2 + SLACK_BYTES) {
      workTrimmed = now;
      heap.collect();
      live = heap.used();
    }
    timer.after(EVERY, this::look);
  }
}
