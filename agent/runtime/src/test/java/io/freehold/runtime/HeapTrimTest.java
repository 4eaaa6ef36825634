package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
  private static final long MIB = 1 << 20;

  private final Deque<Runnable> timers = new ArrayDeque<>();
  private final FakeHeap heap = new FakeHeap();
  private long work;

  @Test
  void a_heap_that_a_burst_blew_up_is_collected_once_when_the_burst_is_over() {
    start();
    burst();
    look();
    assertThat(heap.collections).as("work is still coming in").isZero();

    look();
    assertThat(heap.collections).isOne();

    heap.committed = 96 * MIB;
    look();
    look();
    assertThat(heap.collections).as("nothing was done since").isOne();

    burst();
    look();
    look();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void a_heap_that_fits_is_left_alone() {
    start();
    heap.committed = 50 * MIB;
    work++;
    look();
    look();
    look();

    assertThat(heap.collections).isZero();
  }

  private void start() {
    new HeapTrim((_, then) -> timers.add(then), () -> work, heap).start();
  }

  private void burst() {
    work += 100;
    heap.committed = 96 * MIB;
  }

  private void look() {
    timers.remove().run();
    assertThat(timers).hasSize(1);
  }

  private static final class FakeHeap implements HeapTrim.Heap {
    private long committed = 30 * MIB;
    private int collections;

    @Override
    public long committed() {
      return committed;
    }

    @Override
    public long used() {
      return 30 * MIB;
    }

    @Override
    public void collect() {
      collections++;
      committed = 36 * MIB;
    }
  }
}
