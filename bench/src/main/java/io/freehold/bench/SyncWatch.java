package io.freehold.bench;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.SyncState;
import io.freehold.kube.ApplicationListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Notes when the first of the measured Applications appears, and when all are Synced. */
final class SyncWatch implements ApplicationListener {
  private final String prefix;
  private final int count;
  private final Clock clock;
  // The rest is guarded by this.
  private final Set<ApplicationId> synced = new HashSet<>();
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  SyncWatch(String prefix, int count, Clock clock) {
    this.prefix = prefix;
    this.count = count;
    this.clock = clock;
  }

  @Override
  public synchronized void changed(Application application) {
    if (!application.metadata().name().startsWith(prefix)) {
      return;
    }
    Instant now = clock.instant();
    first = first.isBefore(now) ? first : now;
    if (application.status().sync() == SyncState.SYNCED && synced.add(application.id())) {
      last = now;
      notifyAll();
    }
  }

  @Override
  public void gone(ApplicationId id) {}

  @Override
  public void unreadable(Application known, String problem) {
    throw new IllegalStateException(known.id() + ": " + problem);
  }

  @Override
  public void listing() {}

  @Override
  public void listed() {}

  /**
   * Waits until all are Synced.
   *
   * @return from the creation of the first to the last that became Synced
   * @throws IllegalStateException when that takes longer than allowed
   */
  synchronized Duration await(Duration limit) throws InterruptedException {
    Instant deadline = clock.instant().plus(limit);
    while (synced.size() < count) {
      Duration rest = Duration.between(clock.instant(), deadline);
      if (!rest.isPositive()) {
        throw new IllegalStateException(
            "only %d of %d Synced after %s".formatted(synced.size(), count, limit));
      }
      wait(rest.toMillis() + 1);
    }
    return Duration.between(first, last);
  }

  /** When the last became Synced. */
  synchronized Instant finishedAt() {
    return last;
  }
}
