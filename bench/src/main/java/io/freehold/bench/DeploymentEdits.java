package io.freehold.bench;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Edits a field of Deployments that Git owns, as kubectl would, and measures how soon a watcher
 * sees the value of Git again.
 */
final class DeploymentEdits implements AutoCloseable {
  private static final String LABEL = "app.kubernetes.io/version";
  private static final long LIMIT_SECONDS = 60;
  private static final int WARM_UP = 10;
  private static final PatchContext KUBECTL =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("kubectl-patch")
          .build();

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, BlockingQueue<Seen>> events = new ConcurrentHashMap<>();
  private final Watch watch;

  DeploymentEdits(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.watch = client.apps().deployments().inNamespace(namespace).watch(new Recorder());
  }

  /**
   * Makes edits, spread over Deployments in turn; those of one Deployment follow each other.
   *
   * @param names Deployments
   * @param edits how many in all
   * @param editors how many at a time
   * @return time from the answer to each edit to its repair, shortest first
   */
  List<Duration> measure(List<String> names, int edits, int editors) throws InterruptedException {
    List<Duration> latencies = new ArrayList<>();
    for (int i = 0; i < WARM_UP; i++) {
      // The first calls of this program's own client take longer than any repair.
      Duration _ = repair(names.getFirst(), "warm-up-" + i);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Duration>>> parts = new ArrayList<>();
      for (int editor = 0; editor < editors; editor++) {
        int first = editor;
        parts.add(threads.submit(() -> part(names, edits, first, editors)));
      }
      for (Future<List<Duration>> part : parts) {
        latencies.addAll(part.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an edit was not repaired", e.getCause());
    }
    latencies.sort(null);
    return latencies;
  }

  private List<Duration> part(List<String> names, int edits, int first, int step)
      throws InterruptedException {
    List<Duration> latencies = new ArrayList<>();
    // Editors share no Deployment: each has every step-th.
    List<String> own = new ArrayList<>();
    for (int i = first; i < names.size(); i += step) {
      own.add(names.get(i));
    }
    int turn = 0;
    for (int edit = first; edit < edits; edit += step) {
      latencies.add(repair(own.get(turn++ % own.size()), "edit-" + edit));
    }
    return latencies;
  }

  private Duration repair(String name, String edit) throws InterruptedException {
    var deployment = client.apps().deployments().inNamespace(namespace).withName(name);
    BlockingQueue<Seen> seen = of(name);
    String wanted = deployment.get().getMetadata().getLabels().getOrDefault(LABEL, "");
    deployment.patch(KUBECTL, "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(LABEL, edit));
    long answered = System.nanoTime();
    await(seen, name, edit);
    return Duration.ofNanos(Math.max(0, await(seen, name, wanted) - answered));
  }

  private BlockingQueue<Seen> of(String name) {
    return events.computeIfAbsent(name, _ -> new LinkedBlockingQueue<>());
  }

  private static long await(BlockingQueue<Seen> seen, String name, String value)
      throws InterruptedException {
    for (; ; ) {
      Seen next = seen.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new IllegalStateException("Deployment " + name + " never had " + value);
      }
      if (next.value().equals(value)) {
        return next.at();
      }
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private record Seen(String value, long at) {}

  private final class Recorder implements Watcher<Deployment> {
    @Override
    public void eventReceived(Action action, Deployment object) {
      Map<String, String> labels = object.getMetadata().getLabels();
      of(object.getMetadata().getName())
          .add(new Seen(labels.getOrDefault(LABEL, ""), System.nanoTime()));
    }

    @Override
    public void onClose(WatcherException cause) {
      // The wait for the next event tells it.
    }
  }
}
