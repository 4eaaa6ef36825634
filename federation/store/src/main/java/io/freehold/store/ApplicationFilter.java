package io.freehold.store;

import java.util.List;

/**
 * Which applications to list; empty means all.
 *
 * @param clusters any of these clusters
 * @param sync any of these sync states, as {@code OutOfSync}
 * @param health any of these health states, as {@code Degraded}
 * @param text part of namespace/name, repository or path, in any case
 */
public record ApplicationFilter(
    List<String> clusters, List<String> sync, List<String> health, String text) {
  public ApplicationFilter {
    clusters = List.copyOf(clusters);
    sync = List.copyOf(sync);
    health = List.copyOf(health);
  }
}
