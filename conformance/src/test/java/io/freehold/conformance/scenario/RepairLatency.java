package io.freehold.conformance.scenario;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Edits the value of a ConfigMap as kubectl would and measures how soon a watch has it back. */
final class RepairLatency {
  private static final long LIMIT_SECONDS = 30;

  private RepairLatency() {}

  /**
   * The time from the answer to each edit until a watcher sees the value of Git again, shortest
   * first.
   */
  static List<Duration> measure(Path kubeconfig, String name, String wanted, int edits)
      throws InterruptedException {
    List<Duration> latencies = new ArrayList<>();
    var seen = new LinkedBlockingQueue<Seen>();
    try (var client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build()) {
      var object = client.configMaps().inNamespace("default").withName(name);
      try (var _ = object.watch(new Recorder(seen))) {
        var context =
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("kubectl-patch")
                .build();
        for (int i = 0; i < edits; i++) {
          String edit = "edit-" + i;
          object.patch(context, "{\"data\":{\"value\":\"%s\"}}".formatted(edit));
          long answered = System.nanoTime();
          await(seen, edit);
          long repaired = await(seen, wanted);
          latencies.add(Duration.ofNanos(Math.max(0, repaired - answered)));
        }
      }
    }
    latencies.sort(null);
    return latencies;
  }

  /** The smallest latency that so many percent do not exceed. */
  static Duration percentile(List<Duration> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }

  private static long await(BlockingQueue<Seen> seen, String value) throws InterruptedException {
    for (; ; ) {
      Seen next = seen.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no watch event with " + value);
      }
      if (next.value().equals(value)) {
        return next.at();
      }
    }
  }

  private record Seen(String value, long at) {}

  private record Recorder(BlockingQueue<Seen> seen) implements Watcher<ConfigMap> {
    @Override
    public void eventReceived(Action action, ConfigMap object) {
      seen.add(new Seen(object.getData().getOrDefault("value", ""), System.nanoTime()));
    }

    @Override
    public void onClose(WatcherException cause) {
      // The wait for the next event tells it.
    }
  }
}
