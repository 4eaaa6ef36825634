package io.freehold.store;

import java.util.List;
import java.util.Map;

/**
 * Which applications to list; empty means all.
 *
 * @param clusters any of these clusters
 * @param sync any of these sync states, as {@code OutOfSync}
 * @param health any of these health states, as {@code Degraded}
 * @param namespaces any of these namespaces
 * @param projects any of these projects
 * @param revision at this commit
 * @param labels labels that the cluster must have
 * @param text part of namespace/name, repository or path, in any case
 */
public record ApplicationFilter(
    List<String> clusters,
    List<String> sync,
    List<String> health,
    List<String> namespaces,
    List<String> projects,
    String revision,
    Map<String, String> labels,
    String text) {
  public ApplicationFilter {
    clusters = List.copyOf(clusters);
    sync = List.copyOf(sync);
    health = List.copyOf(health);
    namespaces = List.copyOf(namespaces);
    projects = List.copyOf(projects);
    labels = Map.copyOf(labels);
  }

  /** By cluster, state and text only. */
  public ApplicationFilter(
      List<String> clusters, List<String> sync, List<String> health, String text) {
    this(clusters, sync, health, List.of(), List.of(), "", Map.of(), text);
  }
}
