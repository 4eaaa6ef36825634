package io.freehold.server;

import io.freehold.api.ReportToken;
import io.freehold.ingest.ClusterKeys;
import io.freehold.store.RegisteredCluster;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys of the newest registry that could be read. A cluster or key that is not among them may
 * have been committed a moment ago, so the registry is looked at once more before anybody is
 * refused, within what {@link Strangers} allows.
 */
final class KnownClusters implements ClusterKeys {
  private final Strangers strangers;
  private volatile Map<String, List<PublicKey>> keys = Map.of();
  private volatile Runnable lookAgain = () -> {};

  KnownClusters(InstantSource clock) {
    this.strangers = new Strangers(clock);
  }

  @Override
  public List<PublicKey> keys(String cluster) {
    return keys.getOrDefault(cluster, List.of());
  }

  @Override
  public List<PublicKey> newerKeys(String cluster, String peer) {
    List<PublicKey> before = keys(cluster);
    if (!strangers.enter(peer)) {
      return before;
    }
    boolean news = false;
    try {
      lookAgain.run();
      news = !keys(cluster).equals(before);
    } finally {
      strangers.leave(peer, news);
    }
    return keys(cluster);
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
