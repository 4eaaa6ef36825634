package io.freehold.runtime;

import io.freehold.engine.ClusterUnreachableException;
import io.freehold.kube.KubeCluster;
import io.freehold.render.ClusterFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What renders may know of the cluster. Kinds are as discovery has them; the version, which only an
 * upgrade changes, is asked for now and then.
 */
final class FactsOfCluster implements Supplier<ClusterFacts> {
  private static final Duration VERSION_EVERY = Duration.ofMinutes(5);

  private final KubeCluster cluster;
  private final Clock clock;
  private volatile Known known = new Known("", Instant.MIN);
  private volatile ClusterFacts last = new ClusterFacts("", List.of());

  private record Known(String version, Instant until) {}

  FactsOfCluster(KubeCluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /**
   * The facts of the moment.
   *
   * @throws ClusterUnreachableException when the cluster does not tell
   */
  @Override
  public ClusterFacts get() {
    Instant now = clock.instant();
    if (now.isAfter(known.until())) {
      known = new Known(cluster.version(), now.plus(VERSION_EVERY));
    }
    ClusterFacts facts = new ClusterFacts(known.version(), cluster.served());
    ClusterFacts before = last;
    if (facts.equals(before)) {
      // Every render keeps what it was made with, and that is long.
      return before;
    }
    last = facts;
    return facts;
  }
}
