package io.freehold.store;

import java.util.List;
import java.util.Map;

/**
 * A cluster that the registry names.
 *
 * @param name its name
 * @param labels labels of its cluster.yaml
 * @param publicKeys keys whose signature is accepted, as {@link
 *     io.freehold.api.ReportToken#publicKey} reads them
 * @param intervalSeconds longest silence between two reports
 * @param problem why the newest cluster.yaml cannot be used, empty when it can; the rest is then
 *     the last good one
 */
public record RegisteredCluster(
    String name,
    Map<String, String> labels,
    List<String> publicKeys,
    long intervalSeconds,
    String problem) {
  public RegisteredCluster {
    labels = Map.copyOf(labels);
    publicKeys = List.copyOf(publicKeys);
  }
}
