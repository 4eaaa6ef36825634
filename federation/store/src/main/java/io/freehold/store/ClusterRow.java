package io.freehold.store;

import io.freehold.api.ClusterReport;
import java.time.Instant;
import java.util.Optional;

/**
 * A cluster of the registry with what is known of it.
 *
 * @param registered what the registry says, without keys
 * @param seenAt when the plane received something new last; empty when it never did
 * @param report the newest report; empty while only other records have arrived
 * @param counts its applications
 */
// Optional components instead of nullable ones: the checker does not see through record patterns.
public record ClusterRow(
    RegisteredCluster registered,
    Optional<Instant> seenAt,
    Optional<ClusterReport> report,
    Counts counts) {

  /** Applications that are not gone, by sync and health. */
  public record Counts(
      long applications,
      long synced,
      long outOfSync,
      long unknown,
      long healthy,
      long progressing,
      long degraded,
      long suspended,
      long missing,
      long unknownHealth,
      long driftRepairs) {}
}
