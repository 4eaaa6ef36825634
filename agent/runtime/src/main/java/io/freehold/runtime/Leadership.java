package io.freehold.runtime;

import io.freehold.engine.ClusterUnreachableException;
import io.freehold.kube.LeaseState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one agent at a time act on a cluster. A holder that cannot renew stops before its lease runs
 * out for the others; clocks are never compared, only how long a lease has not changed.
 */
final class Leadership implements AutoCloseable {
  /** How long a lease is valid after a renewal. */
  static final Duration VALID = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(10);
  private static final Duration RELEASED = Duration.ofSeconds(1);

  private final Lease lease;
  private final String identity;
  private final Timing timing;
  private final LongSupplier nanoTime;
  private final CountDownLatch acquired = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable onLost;
  private volatile boolean leading;

  // Used by the thread of run() only.
  private LeaseState known = LeaseState.NONE;
  private long knownSince;
  // From before the request: the lease may run out that much earlier than the answer suggests.
  private long renewedAt;

  /**
   * How often the API server is asked.
   *
   * @param renew pause between renewals of a lease that is held
   * @param retry pause before another look at a lease that is not
   */
  record Timing(Duration renew, Duration retry) {
    static final Timing DEFAULT = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(2));
  }

  /** The lease in the API server; throws ClusterUnreachableException. */
  interface Lease {
    LeaseState read();

    LeaseState write(LeaseState known, String holder, Duration duration);
  }

  /**
   * @param lease the lease
   * @param identity who we are; a restarted process of the same identity goes on at once
   * @param timing how often the API server is asked
   * @param nanoTime a clock that never jumps
   * @param onLost called once when a lease that was held is lost: nothing may be written any more
   */
  Leadership(Lease lease, String identity, Timing timing, LongSupplier nanoTime, Runnable onLost) {
    this.lease = lease;
    this.identity = identity;
    this.timing = timing;
    this.nanoTime = nanoTime;
    this.onLost = onLost;
  }

  /** Waits until we lead. */
  void await() throws InterruptedException {
    acquired.await();
  }

  /** Whether we lead. */
  boolean leading() {
    return leading;
  }

  /** Acquires and keeps the lease until it is closed or lost; runs on its own thread. */
  void run() {
    try {
      if (acquire()) {
        keep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /** Releases the lease, so that another agent need not wait for it to run out. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!ended.await(GIVE_UP_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The lease could not be released in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean acquire() throws InterruptedException {
    boolean told = false;
    while (closing.getCount() > 0) {
      try {
        look(lease.read());
        renewedAt = nanoTime.getAsLong();
        if (isFree()) {
          look(lease.write(known, identity, VALID));
        }
        if (known.holder().equals(identity)) {
          LOG.info("Leading as {}", identity);
          leading = true;
          acquired.countDown();
          return true;
        }
        if (!told) {
          LOG.info("Standing by: {} leads", known.holder());
          told = true;
        }
      } catch (ClusterUnreachableException e) {
        LOG.warn("The lease cannot be acquired: {}", e.getMessage());
      }
      if (closing.await(timing.retry().toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  private void keep() throws InterruptedException {
    Duration pause = timing.renew();
    while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      long asked = nanoTime.getAsLong();
      try {
        look(lease.write(known, identity, VALID));
        if (!known.holder().equals(identity)) {
          lose(known.holder() + " took the lease");
          return;
        }
        renewedAt = asked;
        pause = timing.renew();
      } catch (ClusterUnreachableException e) {
        LOG.warn("The lease cannot be renewed: {}", e.getMessage());
        pause = timing.retry();
      }
      if (nanoTime.getAsLong() - renewedAt > GIVE_UP_AFTER.toNanos()) {
        lose("the lease could not be renewed");
        return;
      }
    }
    release();
  }

  private void lose(String why) {
    LOG.error("No longer leading: {}", why);
    leading = false;
    onLost.run();
  }

  private void release() {
    leading = false;
    try {
      lease.write(known, "", RELEASED);
    } catch (ClusterUnreachableException e) {
      LOG.warn("The lease could not be released and runs out by itself: {}", e.getMessage());
    }
  }

  private void look(LeaseState state) {
    if (!state.resourceVersion().equals(known.resourceVersion())) {
      knownSince = nanoTime.getAsLong();
    }
    known = state;
  }

  private boolean isFree() {
    return known.holder().isEmpty()
        || known.holder().equals(identity)
        || nanoTime.getAsLong() - knownSince > known.duration().toNanos();
  }
}
