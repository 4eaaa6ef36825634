package io.freehold.server;

import io.freehold.store.SyncFact;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A revision that was brought into an application of a cluster, by one sync or after several.
 *
 * @param sync the sync that brought it, or the last one that tried
 * @param at when it was in place, or was tried last
 * @param succeeded whether it came into place
 * @param failedAt when it turned out to have failed, empty when it has not
 * @param failure why it counts as failed: {@code sync}, {@code degraded} or {@code reverted}, empty
 *     when it does not
 * @param recoveredAt when all was well again after that
 * @param rework whether nobody had planned it: it takes another back, or repairs in a hurry
 */
record Deployment(
    SyncFact sync,
    Instant at,
    boolean succeeded,
    Optional<Instant> failedAt,
    String failure,
    Optional<Instant> recoveredAt,
    boolean rework) {
  /** From the commit to its being in place. */
  Optional<Duration> leadTime() {
    return since(sync.committedAt());
  }

  /** From the change's being written to its being in place. */
  Optional<Duration> leadTimeOfAuthor() {
    return since(sync.authoredAt());
  }

  /** From the failure to the recovery. */
  Optional<Duration> recovery() {
    return failedAt.flatMap(failed -> recoveredAt.map(well -> Duration.between(failed, well)));
  }

  boolean failed() {
    return failedAt.isPresent();
  }

  private Optional<Duration> since(Optional<Instant> begin) {
    // Clocks of people are what they are.
    return succeeded
        ? begin.map(from -> Duration.between(from, at)).filter(took -> !took.isNegative())
        : Optional.empty();
  }
}
