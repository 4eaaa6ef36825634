package io.freehold.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Passes on that a repository moved to all agents that listen. A hint is the digest of the
 * repository's name and nothing else: whoever follows it may look a little earlier. Losing one
 * costs the wait for the next poll. Thread safe; publishing never waits for a reader.
 */
public final class Hints {
  /** Streams of one cluster: that of an agent, and that of the one that takes over. */
  static final int STREAMS_OF_ONE = 2;

  private static final int MAX_STREAMS = 20_000;
  private static final int MAX_PENDING = 64;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  // Guarded by this.
  private final Map<String, Integer> streams = new HashMap<>();

  /**
   * Tells everybody that a repository moved.
   *
   * @param digest {@link io.freehold.api.RepositoryId#digest()}; anything else is not passed on
   */
  public void publish(String digest) {
    if (DIGEST.matcher(digest).matches()) {
      readers.forEach(reader -> reader.offer(digest));
    }
  }

  /** How many streams are open. */
  public int streams() {
    return readers.size();
  }

  /** Ends all streams. */
  public void close() {
    readers.forEach(Reader::close);
  }

  /** A stream for a cluster; empty when it has its share. Close it. */
  synchronized Optional<Reader> open(String cluster) {
    int open = streams.getOrDefault(cluster, 0);
    if (open >= STREAMS_OF_ONE || readers.size() >= MAX_STREAMS) {
      return Optional.empty();
    }
    streams.put(cluster, open + 1);
    var reader = new Reader(cluster);
    readers.add(reader);
    return Optional.of(reader);
  }

  private synchronized void closed(Reader reader) {
    if (readers.remove(reader)) {
      streams.merge(reader.cluster, -1, (open, less) -> open + less == 0 ? null : open + less);
    }
  }

  /** What one stream has not sent yet; a repository that moves again meanwhile is there once. */
  final class Reader implements AutoCloseable {
    private final String cluster;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Both guarded by lock.
    private final Set<String> pending = new LinkedHashSet<>();
    private boolean over;

    private Reader(String cluster) {
      this.cluster = cluster;
    }

    /** Waits for hints and takes them; none when the time is over. */
    Set<String> take(Duration atMost) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        long left = atMost.toNanos();
        while (pending.isEmpty() && !over && left > 0) {
          left = changed.awaitNanos(left);
        }
        Set<String> taken = new LinkedHashSet<>(pending);
        pending.clear();
        return taken;
      } finally {
        lock.unlock();
      }
    }

    boolean open() {
      lock.lock();
      try {
        return !over;
      } finally {
        lock.unlock();
      }
    }

    private void offer(String digest) {
      lock.lock();
      try {
        if (pending.size() < MAX_PENDING) {
          pending.add(digest);
          changed.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      closed(this);
      lock.lock();
      try {
        over = true;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
