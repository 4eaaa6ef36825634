package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LooksTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void whoAsksGetsWhatIsThereNowThoughTheLastLookWasAMomentAgo() {
    var seen = new ArrayList<String>();
    String[] there = {"one"};
    var looks =
        new Looks(() -> seen.add(there[0]), new Looks.Pace(LONG, Duration.ofMillis(100), LONG, 8));
    looks.now();
    there[0] = "two";
    threads.execute(looks::run);

    assertThat(looks.await()).isTrue();
    assertThat(seen).contains("two");
  }

  @Test
  void howeverManyAskLooksKeepTheirDistance() throws ExecutionException, InterruptedException {
    Duration distance = Duration.ofMillis(50);
    var looked = new AtomicInteger();
    long start = System.nanoTime();
    var looks = new Looks(looked::incrementAndGet, new Looks.Pace(LONG, distance, LONG, 100));
    threads.execute(looks::run);
    List<Future<?>> askers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      askers.add(
          threads.submit(() -> {
            for (int asked = 0; asked < 5; asked++) {
              assertThat(looks.await()).isTrue();
            }
          }));
    }
    for (Future<?> asker : askers) {
      asker.get();
    }

    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    assertThat(looked.get()).isGreaterThanOrEqualTo(5);
    assertThat(distance.multipliedBy(looked.get() - 1)).isLessThanOrEqualTo(elapsed);
  }

  @Test
  void onlySoManyWaitForASlowLook() throws ExecutionException, InterruptedException {
    var slow = new CountDownLatch(1);
    var looks = new Looks(() -> awaitQuietly(slow), new Looks.Pace(LONG, Duration.ZERO, LONG, 3));
    threads.execute(looks::run);
    List<Future<Boolean>> askers = new ArrayList<>();
    var refused = new CountDownLatch(7);
    for (int i = 0; i < 10; i++) {
      askers.add(
          threads.submit(() -> {
            boolean served = looks.await();
            if (!served) {
              refused.countDown();
            }
            return served;
          }));
    }
    refused.await();
    slow.countDown();

    int served = 0;
    for (Future<Boolean> asker : askers) {
      served += asker.get() ? 1 : 0;
    }
    assertThat(served).isEqualTo(3);
  }

  @Test
  void nobodyWaitsLongerThanThePatience() {
    var looks = new Looks(() -> {}, new Looks.Pace(LONG, Duration.ZERO, Duration.ofMillis(20), 8));

    assertThat(looks.await()).isFalse();
  }

  @Test
  void aLookThatFailsEndsNothing() {
    int[] looked = {0};
    var looks =
        new Looks(
            () -> {
              looked[0]++;
              throw new IllegalStateException("a defect");
            },
            new Looks.Pace(LONG, Duration.ZERO, LONG, 8));
    threads.execute(looks::run);

    assertThat(looks.await()).isTrue();
    assertThat(looks.await()).isTrue();
    assertThat(looked[0]).isGreaterThanOrEqualTo(2);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
