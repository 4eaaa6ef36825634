package io.freehold.server;

import io.freehold.store.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one stream has not sent yet. The same change is held once, however often it happened. A
 * reader that falls too far behind is closed: its page reconnects and fetches everything.
 */
final class ChangeReader implements AutoCloseable {
  private static final int MAX_PENDING = 2_000;

  private final ChangeHub hub;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Both guarded by lock.
  private final Set<Change> pending = new LinkedHashSet<>();
  private boolean closed;

  ChangeReader(ChangeHub hub) {
    this.hub = hub;
  }

  void offer(Collection<Change> changes) {
    lock.lock();
    try {
      pending.addAll(changes);
      if (pending.size() > MAX_PENDING) {
        closed = true;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for changes and takes them; none when the time is over. */
  List<Change> take(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (pending.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Change> taken = List.copyOf(pending);
      pending.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  boolean open() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  long nextId() {
    return hub.nextId();
  }

  @Override
  public void close() {
    hub.remove(this);
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
