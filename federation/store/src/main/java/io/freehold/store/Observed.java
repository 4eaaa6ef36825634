package io.freehold.store;

import io.freehold.api.ApplicationReport;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An application or a cluster that may have changed, and what was known of it when triggers were
 * compared with it last.
 *
 * @param cluster its cluster
 * @param namespace its namespace, empty for a cluster
 * @param name its name, empty for a cluster
 * @param labels labels of the cluster in the registry
 * @param report the newest state of the application; empty for a cluster, and when it is gone
 * @param seen what is known of the cluster; empty for an application, and when it is gone
 * @param before state at that time, JSON; empty when it is seen for the first time
 * @param standings how triggers stood, JSON; empty when it is seen for the first time
 * @param drifts how often drift of it was seen lately
 */
public record Observed(
    String cluster,
    String namespace,
    String name,
    Map<String, String> labels,
    Optional<ApplicationReport> report,
    Optional<Seen> seen,
    Optional<String> before,
    Optional<String> standings,
    long drifts) {
  public Observed {
    labels = Map.copyOf(labels);
  }

  /**
   * What is known of a cluster.
   *
   * @param at when it was heard of last
   * @param intervalSeconds longest silence between two reports
   * @param problem why its cluster.yaml cannot be used
   * @param told texts that its agent tells
   * @param outboxLost journal entries that its agent had to drop
   */
  public record Seen(
      Optional<Instant> at,
      long intervalSeconds,
      String problem,
      Map<String, String> told,
      long outboxLost) {
    public Seen {
      told = Map.copyOf(told);
    }
  }
}
