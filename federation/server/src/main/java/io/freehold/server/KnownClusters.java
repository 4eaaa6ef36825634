package io.freehold.server;

import io.freehold.api.ReportToken;
import io.freehold.ingest.ClusterKeys;
import io.freehold.store.RegisteredCluster;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys of the newest registry that could be read. A cluster that is not among them may have
 * been committed a moment ago, so the registry is looked at once more before anybody is refused,
 * unless many wait for that already.
 */
final class KnownClusters implements ClusterKeys {
  private volatile Map<String, List<PublicKey>> keys = Map.of();
  private volatile Runnable lookAgain = () -> {};

  @Override
  public List<PublicKey> keys(String cluster) {
    List<PublicKey> known = keys.get(cluster);
    if (known != null) {
      return known;
    }
    lookAgain.run();
    return keys.getOrDefault(cluster, List.of());
  }

  /** Sets what waits for a look at the registry; it limits by itself how often and how long. */
  void askWith(Runnable look) {
    lookAgain = look;
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
