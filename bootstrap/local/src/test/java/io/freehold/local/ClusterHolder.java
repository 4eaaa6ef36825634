package io.freehold.local;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that starts a cluster and waits to be killed. */
final class ClusterHolder {
  private ClusterHolder() {}

  public static void main(String[] args) throws InterruptedException {
    try (var cluster =
        LocalCluster.start(LocalCluster.Options.apiServer("orphan", Path.of(args[0])))) {
      System.out.println(cluster.running() ? "ready" : "dead");
      new CountDownLatch(1).await();
    }
  }
}
