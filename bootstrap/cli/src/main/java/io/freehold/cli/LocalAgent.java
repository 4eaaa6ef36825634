package io.freehold.cli;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.freehold.api.ApiGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the agent's Deployment as a process of this machine, where no kubelet would start its
 * container: the same command, arguments and environment, the same Secrets and ConfigMaps as files,
 * and a token of the same ServiceAccount. The process is started again when it ends and when the
 * pod template changes. One thread owns everything that changes.
 */
public final class LocalAgent implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final ClusterAccess cluster;
  private final Path directory;
  private final Path program;
  private final Clock clock;
  // One waiting signal is enough: a look sees everything that happened before it.
  private final BlockingQueue<Boolean> signals = new ArrayBlockingQueue<>(1);
  private final List<SharedIndexInformer<?>> informers;
  private final Thread owner;
  private volatile boolean closed;
  private volatile @Nullable AgentPod pod;
  private volatile String problem = "";
  private int failures;
  private Instant startNotBefore = Instant.MIN;

  private LocalAgent(Path kubeconfig, Path directory, Path program, Clock clock) {
    this.cluster = ClusterAccess.of(kubeconfig, "");
    this.directory = directory;
    this.program = program;
    this.clock = clock;
    KubernetesClient client = cluster.client();
    String namespace = ApiGroup.SYSTEM_NAMESPACE;
    this.informers =
        List.of(
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(ApiGroup.AGENT_APPLICATION)
                .inform(new Signal<Deployment>()),
            client.secrets().inNamespace(namespace).inform(new Signal<Secret>()),
            client.configMaps().inNamespace(namespace).inform(new Signal<ConfigMap>()));
    this.owner = Thread.ofVirtual().name("agent-of-" + directory.getFileName()).start(this::own);
  }

  /**
   * Starts looking after the agent of a cluster.
   *
   * @param kubeconfig rights of a kubelet: Deployments, Secrets, ConfigMaps, tokens
   * @param directory an own folder
   * @param program the agent's program folder
   */
  public static LocalAgent start(Path kubeconfig, Path directory, Path program, Clock clock) {
    return new LocalAgent(kubeconfig, directory, program, clock);
  }

  /** Process id of the agent, 0 while there is none. */
  public long pid() {
    AgentPod current = pod;
    return current == null || !current.process().alive() ? 0 : current.process().pid();
  }

  /** Why the agent does not run, empty when it does. */
  public String problem() {
    return problem;
  }

  private void own() {
    while (!closed) {
      Duration next = LOOK_AGAIN;
      try {
        next = look();
        problem = pod == null ? problem : "";
      } catch (KubernetesClientException | CliException | IOException e) {
        problem = GitErrors.explain(e);
      }
      try {
        var _ = signals.poll(Math.max(next.toMillis(), 10), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Brings the process in line with the Deployment; the answer is how long nothing has to be done.
   */
  private Duration look() throws IOException {
    Deployment deployment =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(ApiGroup.SYSTEM_NAMESPACE)
            .withName(ApiGroup.AGENT_APPLICATION)
            .get();
    AgentPod current = pod;
    if (deployment == null || Integer.valueOf(0).equals(deployment.getSpec().getReplicas())) {
      stop(current);
      return LOOK_AGAIN;
    }
    if (current != null && !current.same(deployment.getSpec().getTemplate())) {
      stop(current);
      current = null;
      failures = 0;
      startNotBefore = Instant.MIN;
    }
    if (current != null && !current.process().alive()) {
      problem =
          "the agent ended with %d, see %s"
              .formatted(current.process().exitValue(), directory.resolve(AgentPod.LOG));
      pod = null;
      current = null;
      failures++;
      startNotBefore = clock.instant().plus(pause());
    }
    if (current != null) {
      current.refresh();
      return Duration.between(clock.instant(), current.refreshAt());
    }
    Duration wait = Duration.between(clock.instant(), startNotBefore);
    if (wait.isPositive()) {
      return wait;
    }
    pod =
        AgentPod.start(
                cluster.client(), deployment.getSpec().getTemplate(), directory, program, clock)
            .orElse(null);
    AgentPod started = pod;
    if (started == null) {
      problem = "a Secret or ConfigMap of the agent is missing";
      return LOOK_AGAIN;
    }
    var _ = started.process().onExit().thenRun(this::signal);
    return LOOK_AGAIN;
  }

  private Duration pause() {
    Duration pause = Duration.ofSeconds(1L << Math.min(failures - 1, 5));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void stop(@Nullable AgentPod current) {
    if (current != null) {
      current.process().close();
      pod = null;
    }
  }

  private void signal() {
    var _ = signals.offer(true);
  }

  @Override
  public void close() {
    closed = true;
    signal();
    informers.forEach(SharedIndexInformer::close);
    try {
      owner.join(LONGEST_PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    AgentPod last = pod;
    if (last != null) {
      last.process().close();
    }
    cluster.close();
  }

  private final class Signal<T extends HasMetadata> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      signal();
    }

    @Override
    public void onUpdate(T before, T after) {
      signal();
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      signal();
    }
  }
}
