package io.freehold.server;

import io.freehold.store.Change;
import io.freehold.store.EventId;
import io.freehold.store.LoggedChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Change, EventId> pending = new LinkedHashMap<>();
  private boolean closed;

  ChangeReader(ChangeHub hub) {
    this.hub = hub;
  }

  void offer(Collection<LoggedChange> changes) {
    lock.lock();
    try {
      for (LoggedChange logged : changes) {
        // Moved to the end, so that positions only grow.
        pending.remove(logged.change());
        pending.put(logged.change(), logged.id());
      }
      if (pending.size() > MAX_PENDING) {
        closed = true;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for changes and takes them; none when the time is over. */
  List<LoggedChange> take(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (pending.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<LoggedChange> taken = new ArrayList<>(pending.size());
      pending.forEach((change, id) -> taken.add(new LoggedChange(id, change)));
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
