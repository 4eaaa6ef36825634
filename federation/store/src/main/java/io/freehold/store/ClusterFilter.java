package io.freehold.store;

import java.util.Map;

/**
 * Which clusters to list; empty means all.
 *
 * @param name only this one
 * @param labels labels that they must have
 * @param text part of the name, in any case
 */
public record ClusterFilter(String name, Map<String, String> labels, String text) {
  /** All clusters. */
  public static final ClusterFilter ALL = new ClusterFilter("", Map.of(), "");

  public ClusterFilter {
    labels = Map.copyOf(labels);
  }
}
