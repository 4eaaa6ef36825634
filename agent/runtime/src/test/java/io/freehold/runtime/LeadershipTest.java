package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.engine.ClusterUnreachableException;
import io.freehold.kube.LeaseState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private final FakeLease lease = new FakeLease();
  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch lost = new CountDownLatch(1);
  private final Leadership leadership =
      new Leadership(
          lease,
          "me",
          new Leadership.Timing(Duration.ofMillis(5), Duration.ofMillis(5)),
          nanos::get,
          lost::countDown);
  private final Thread thread = Thread.ofVirtual().unstarted(leadership::run);

  @AfterEach
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(10));
  }

  @Test
  void aFreeLeaseIsTakenAndReleasedAtTheEnd() throws Exception {
    thread.start();
    leadership.await();
    assertThat(leadership.leading()).isTrue();
    assertThat(lease.state().holder()).isEqualTo("me");
    leadership.close();
    assertThat(leadership.leading()).isFalse();
    assertThat(lease.state().holder()).isEmpty();
    assertThat(lost.getCount()).isEqualTo(1);
  }

  @Test
  void theOwnLeaseOfAnEarlierProcessIsTakenAtOnce() throws Exception {
    lease.set("me");
    thread.start();
    leadership.await();
    assertThat(leadership.leading()).isTrue();
  }

  @Test
  void theLeaseOfAnotherIsTakenOnlyWhenItHasNotChangedForItsDuration() throws Exception {
    lease.set("other");
    thread.start();
    lease.awaitReads(2);
    assertThat(leadership.leading()).isFalse();
    nanos.addAndGet(Leadership.VALID.plusSeconds(1).toNanos());
    leadership.await();
    assertThat(lease.state().holder()).isEqualTo("me");
  }

  @Test
  void whoLosesTheLeaseIsTold() throws Exception {
    thread.start();
    leadership.await();
    lease.set("other");
    assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(leadership.leading()).isFalse();
  }

  @Test
  void whoCannotRenewStopsBeforeTheLeaseRunsOut() throws Exception {
    thread.start();
    leadership.await();
    lease.unreachable();
    nanos.addAndGet(Leadership.VALID.minusSeconds(1).toNanos());
    assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** A lease in memory. */
  private static final class FakeLease implements Leadership.Lease {
    private LeaseState state = LeaseState.NONE;
    private int version;
    private int reads;
    private boolean unreachable;

    @Override
    public synchronized LeaseState read() {
      reads++;
      notifyAll();
      return state;
    }

    @Override
    public synchronized LeaseState write(LeaseState known, String holder, Duration duration) {
      if (unreachable) {
        throw new ClusterUnreachableException("no answer");
      }
      if (known.resourceVersion().equals(state.resourceVersion())) {
        state = new LeaseState(holder, duration, 0, Integer.toString(++version));
      }
      return state;
    }

    synchronized LeaseState state() {
      return state;
    }

    synchronized void set(String holder) {
      state = new LeaseState(holder, Leadership.VALID, 0, Integer.toString(++version));
    }

    synchronized void unreachable() {
      unreachable = true;
    }

    synchronized void awaitReads(int count) throws InterruptedException {
      while (reads < count) {
        wait();
      }
    }
  }
}
