package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RenderTurnsTest {
  private final List<Runnable> due = new ArrayList<>();
  private final RenderTurns turns =
      new RenderTurns((_, work) -> {
        synchronized (due) {
          due.add(work);
        }
      });
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    threads.close();
  }

  @Test
  void two_that_take_long_make_room_for_others() throws Exception {
    begun(2);
    Future<String> other = threads.submit(() -> turns.take(() -> "done"));
    assertThat(waits(other)).isTrue();
    pass();
    assertThat(other.get()).isEqualTo("done");
  }

  @Test
  void no_more_than_a_few_may_take_long() throws Exception {
    for (int i = 0; i < 4; i++) {
      begun(2);
      pass();
    }
    // Six made room; the last two keep their turns.
    Future<String> other = threads.submit(() -> turns.take(() -> "done"));
    assertThat(waits(other)).isTrue();
    end.countDown();
    assertThat(other.get()).isEqualTo("done");
    assertThat(turns.take(() -> "again")).isEqualTo("again");
  }

  @Test
  void one_that_is_over_in_time_gives_its_turn_back_once() throws Exception {
    for (int i = 0; i < 5; i++) {
      turns.take(() -> "quick");
    }
    pass();
    begun(2);
    Future<String> third = threads.submit(() -> turns.take(() -> "done"));
    assertThat(waits(third)).isTrue();
    end.countDown();
    assertThat(third.get()).isEqualTo("done");
  }

  /** Starts renders that last until the end of the test, and returns when they run. */
  private void begun(int count) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      var _ =
          threads.submit(() ->
              turns.take(() -> {
                running.countDown();
                return await(end);
              }));
    }
    running.await();
  }

  private void pass() {
    List<Runnable> now;
    synchronized (due) {
      now = List.copyOf(due);
      due.clear();
    }
    now.forEach(Runnable::run);
  }

  private static boolean waits(Future<String> render) throws Exception {
    try {
      render.get(100, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    }
  }

  private static String await(CountDownLatch latch) {
    try {
      latch.await();
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
