package io.freehold.runtime;

import io.freehold.dialect.Destinations;
import io.freehold.kube.KubeCluster;
import io.freehold.telemetry.Reporter;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Begins to look after Argo CD Applications, once what they need to know is known. */
final class ArgoStart implements BooleanSupplier {
  private final ArgoObjects objects;
  private final ArgoAgent agent;
  private final ArgoSurroundings around;

  ArgoStart(
      String namespace,
      String clusterName,
      KubeCluster cluster,
      WriteGate gate,
      SourceHub sources,
      ArgoRenders renders,
      Timer timer,
      Executor threads,
      Clock clock,
      Reporter reporter) {
    this.objects = new ArgoObjects(cluster, cluster.objectRequests());
    this.agent = new ArgoAgent(namespace, objects);
    this.around =
        new ArgoSurroundings(
            namespace,
            new ArgoStore(cluster.objectRequests(), gate),
            gate,
            objects,
            new ArgoWriter(cluster, cluster.objectRequests(), gate, objects),
            sources,
            renders,
            agent::settings,
            agent::project,
            agent::keyring,
            new Destinations(Set.of(clusterName)),
            timer,
            threads,
            clock,
            reporter);
  }

  /**
   * Begins.
   *
   * @return whether that is done
   * @throws io.freehold.engine.ClusterUnreachableException to be called again
   */
  @Override
  public boolean getAsBoolean() {
    objects.start();
    try {
      objects.awaitListed();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    agent.begin(application -> new ArgoActor(application, around));
    return true;
  }
}
