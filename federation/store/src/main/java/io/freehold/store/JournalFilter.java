package io.freehold.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which journal entries to list; empty means all.
 *
 * @param clusters any of these clusters
 * @param namespace namespace of the application
 * @param name name of the application
 * @param kinds any of these kinds, as {@code SYNC}
 * @param revision syncs of this commit
 * @param since not before this time
 */
public record JournalFilter(
    List<String> clusters,
    String namespace,
    String name,
    List<String> kinds,
    String revision,
    Optional<Instant> since) {
  public JournalFilter {
    clusters = List.copyOf(clusters);
    kinds = List.copyOf(kinds);
  }
}
