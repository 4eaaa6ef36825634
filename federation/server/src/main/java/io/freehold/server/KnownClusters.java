package io.freehold.server;

import io.freehold.api.ReportToken;
import io.freehold.ingest.ClusterKeys;
import io.freehold.store.RegisteredCluster;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The keys of the newest registry that could be read. */
final class KnownClusters implements ClusterKeys {
  private volatile Map<String, List<PublicKey>> keys = Map.of();

  @Override
  public List<PublicKey> keys(String cluster) {
    return keys.getOrDefault(cluster, List.of());
  }

  void replace(List<RegisteredCluster> clusters) {
    keys =
        clusters.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    RegisteredCluster::name,
                    cluster -> cluster.publicKeys().stream().map(ReportToken::publicKey).toList()));
  }
}
