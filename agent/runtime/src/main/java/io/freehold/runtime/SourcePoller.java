package io.freehold.runtime;

import io.freehold.source.SourceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one repository again and again, for all revisions that somebody follows. Thread safe.
 */
final class SourcePoller implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SourcePoller.class);

  private static final Duration BETWEEN_HINTS = Duration.ofSeconds(1);

  private final AtomicLong hintedAt = new AtomicLong();
  private final AtomicBoolean hintWaits = new AtomicBoolean();
  private final SourceHub.Fetcher fetcher;
  private final Duration interval;
  private final RandomGenerator random;
  private final Semaphore wakeUps = new Semaphore(0);
  private final ReentrantLock looking = new ReentrantLock();
  private volatile boolean closed;
  // Guarded by this.
  private final Map<SourceKey, Followed> followed = new HashMap<>();

  private static final class Followed {
    final Set<Runnable> followers = new HashSet<>();
    SourceState state = SourceState.NOT_ASKED;
  }

  SourcePoller(SourceHub.Fetcher fetcher, Duration interval, RandomGenerator random) {
    this.fetcher = fetcher;
    this.interval = interval;
    this.random = random;
  }

  synchronized SourceState state(SourceKey key) {
    Followed known = followed.get(key);
    return known == null ? SourceState.NOT_ASKED : known.state;
  }

  void follow(SourceKey key, Runnable onNews) {
    boolean isNew;
    synchronized (this) {
      isNew = !followed.containsKey(key);
      followed.computeIfAbsent(key, _ -> new Followed()).followers.add(onNews);
    }
    if (isNew) {
      lookNow();
    }
  }

  /** Returns whether nobody follows anything any more. */
  synchronized boolean unfollow(SourceKey key, Runnable onNews) {
    Followed known = followed.get(key);
    if (known != null) {
      known.followers.remove(onNews);
      if (known.followers.isEmpty()) {
        followed.remove(key);
      }
    }
    return followed.isEmpty();
  }

  /** Looks now; several requests while it looks are one. */
  void lookNow() {
    wakeUps.release();
  }

  /**
   * Looks now, or a moment later when that was done for the same reason a moment ago: who says that
   * something moved is not trusted to say so only then, and what moves twice is not left half.
   */
  void lookSoon() {
    long now = System.nanoTime();
    long last = hintedAt.get();
    long early = last == 0 ? 0 : BETWEEN_HINTS.toNanos() - (now - last);
    if (early > 0) {
      if (hintWaits.compareAndSet(false, true)) {
        Thread.ofVirtual().name("hint-later").start(() -> lookAfter(early));
      }
    } else if (hintedAt.compareAndSet(last, now)) {
      lookNow();
    }
  }

  private void lookAfter(long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    hintWaits.set(false);
    hintedAt.set(System.nanoTime());
    lookNow();
  }

  /** Looks at one revision on the calling thread, and returns what is known then. */
  SourceState lookAt(SourceKey key) {
    look(key);
    return state(key);
  }

  void close() {
    closed = true;
    lookNow();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        for (SourceKey key : keys()) {
          look(key);
        }
        // Half to one and a half of it, so that a fleet does not ask in step.
        long pause = interval.toMillis() / 2 + random.nextLong(interval.toMillis() + 1);
        if (wakeUps.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
          wakeUps.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<SourceKey> keys() {
    return List.copyOf(followed.keySet());
  }

  private void look(SourceKey key) {
    looking.lock();
    try {
      lookInTurn(key);
    } finally {
      looking.unlock();
    }
  }

  private void lookInTurn(SourceKey key) {
    SourceState before = state(key);
    SourceState now;
    try {
      now = new SourceState(fetcher.fetch(key), "");
    } catch (RuntimeException e) {
      SourceState.Snapshot known = before.snapshot();
      boolean refused =
          e instanceof SourceException s && s.code() == SourceException.Code.SIGNATURE;
      now = new SourceState(known == null ? kept(key) : known, message(e), refused);
    }
    if (isSame(before, now)) {
      return;
    }
    report(key, before, now);
    List<Runnable> tell;
    synchronized (this) {
      Followed known = followed.get(key);
      if (known == null) {
        return;
      }
      known.state = now;
      tell = List.copyOf(known.followers);
    }
    tell.forEach(Runnable::run);
  }

  /** After a restart the cluster is kept as it was accepted, even while nobody answers. */
  private SourceState.@Nullable Snapshot kept(SourceKey key) {
    try {
      SourceState.Snapshot kept = fetcher.kept(key).orElse(null);
      if (kept != null) {
        LOG.info("{} goes on from {}, which was accepted before", key.shown(), kept.revision());
      }
      return kept;
    } catch (RuntimeException e) {
      LOG.warn("What was accepted before cannot be read: {}", message(e));
      return null;
    }
  }

  private static String message(RuntimeException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void report(SourceKey key, SourceState before, SourceState now) {
    SourceState.Snapshot snapshot = now.snapshot();
    if (!now.error().isEmpty()) {
      LOG.warn("{}: {}", key.shown(), now.error());
    } else if (snapshot != null) {
      LOG.info(
          "{} is at {}{}",
          key.shown(),
          snapshot.revision(),
          before.error().isEmpty() ? "" : " and answers again");
    }
  }

  private static boolean isSame(SourceState before, SourceState now) {
    return Objects.equals(revision(before), revision(now)) && before.error().equals(now.error());
  }

  private static @Nullable String revision(SourceState state) {
    SourceState.Snapshot snapshot = state.snapshot();
    return snapshot == null ? null : snapshot.revision();
  }
}
