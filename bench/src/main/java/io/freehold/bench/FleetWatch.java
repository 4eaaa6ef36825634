package io.freehold.bench;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.SyncState;
import io.freehold.kube.ApplicationListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Follows the statuses of the measured Applications. */
final class FleetWatch implements ApplicationListener {
  // Nothing here gives an Ingress an address, so it stays Progressing.
  private static final int INGRESSES = 1;

  private final String prefix;
  private final Clock clock;
  // The rest is guarded by this.
  private final Map<ApplicationId, ApplicationStatus> statuses = new HashMap<>();
  private final Map<String, Applied> applied = new HashMap<>();
  private Instant changedAt = Instant.MIN;

  /** Since when an application is Synced at a revision. */
  private record Applied(String revision, Instant at) {}

  FleetWatch(String prefix, Clock clock) {
    this.prefix = prefix;
    this.clock = clock;
  }

  @Override
  public synchronized void changed(Application application) {
    if (application.metadata().name().startsWith(prefix)) {
      statuses.put(application.id(), application.status());
      changedAt = clock.instant();
      applied(application.metadata().name(), application.status());
      notifyAll();
    }
  }

  private void applied(String name, ApplicationStatus status) {
    Applied known = applied.get(name);
    if (status.sync() == SyncState.SYNCED
        && (known == null || !known.revision().equals(status.revision()))) {
      applied.put(name, new Applied(status.revision(), changedAt));
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
   * Waits until the first so many, by number, are Synced at the commit and all their objects but
   * the Ingress are Healthy.
   *
   * @return when the last of them became so
   * @throws IllegalStateException when that takes longer than allowed
   */
  synchronized Instant await(int count, String commit, Duration limit) throws InterruptedException {
    Instant deadline = clock.instant().plus(limit);
    for (; ; ) {
      long there =
          statuses.entrySet().stream()
              .filter(entry -> number(entry.getKey()) < count && isThere(entry.getValue(), commit))
              .count();
      if (there >= count) {
        return changedAt;
      }
      Duration rest = Duration.between(clock.instant(), deadline);
      if (!rest.isPositive()) {
        throw new IllegalStateException(
            "only %d of %d Synced and Healthy after %s".formatted(there, count, limit));
      }
      wait(rest.toMillis() + 1);
    }
  }

  private int number(ApplicationId id) {
    return Integer.parseInt(id.name().substring(prefix.length()));
  }

  /**
   * Waits until an application is Synced at the commit.
   *
   * @return since when it is
   * @throws IllegalStateException when that takes longer than allowed
   */
  synchronized Instant awaitApplied(String name, String commit, Duration limit)
      throws InterruptedException {
    Instant deadline = clock.instant().plus(limit);
    for (; ; ) {
      Applied known = applied.get(name);
      if (known != null && known.revision().equals(commit)) {
        return known.at();
      }
      Duration rest = Duration.between(clock.instant(), deadline);
      if (!rest.isPositive()) {
        throw new IllegalStateException(name + " is not Synced at " + commit + " after " + limit);
      }
      wait(rest.toMillis() + 1);
    }
  }

  private static boolean isThere(ApplicationStatus status, String commit) {
    ApplicationStatus.Summary summary = status.summary();
    return status.sync() == SyncState.SYNCED
        && status.revision().equals(commit)
        && summary.objects() > INGRESSES
        && summary.healthy() >= summary.objects() - INGRESSES;
  }
}
