package io.freehold.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures one agent with many applications: their installation, an update of all by one commit, a
 * commit that touches one, repair of drift, and rest. The agent is told to look at Git after each
 * push, so that the polling interval is not what is measured.
 */
@Command(
    name = "agent-scale",
    mixinStandardHelpOptions = true,
    description = "Measures one agent with many applications of four objects each.")
public final class AgentScale implements Callable<Integer> {
  // Held, because a logger that nobody holds forgets its level.
  private static final Logger SSHD_LOG = Logger.getLogger("org.apache.sshd");
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int SETTLE_SECONDS = 5;

  @Option(names = "--applications", defaultValue = "200", description = "How many applications.")
  private int applications;

  @Option(
      names = "--manifest",
      description =
          "File that each application consists of, with $${INDEX}, $${PODS:=0} and $${MCPU} in it;"
              + " a similar one by default.")
  private @Nullable Path manifest;

  @Option(names = "--idle", defaultValue = "60", description = "Seconds to watch the idle agent.")
  private int idleSeconds;

  private final Clock clock = Clock.systemUTC();
  private final PrintStream out = System.out;

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    SSHD_LOG.setLevel(Level.OFF);
    System.exit(new CommandLine(new AgentScale()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var registry =
        manifest == null ? PodinfoRegistry.own() : new PodinfoRegistry(Files.readString(manifest));
    try (var cluster = BenchCluster.start(clock);
        var kube = KubeCluster.connect(Credentials.of(cluster.kubeconfig()));
        var client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build()) {
      var watch = new FleetWatch(PodinfoRegistry.PREFIX, clock);
      kube.watchApplications(watch);
      out.printf(
          "applications %d, objects %d, processors %d%n",
          applications, applications * 4, Runtime.getRuntime().availableProcessors());
      var bench = new Stages(cluster, client, watch);
      bench.deliver("install", registry.files(BenchCluster.NAME, applications), applications);
      bench.deliver("update all", registry.objects(0, applications, "2m"), applications);
      bench.deliver("touch one", registry.objects(0, 1, "3m"), 1);
      bench.told("touch one, told by all");
      bench.drift("50 edits, one at a time", Math.min(applications, 100), 50, 1);
      bench.drift("500 edits, eight at a time", Math.min(applications, 200), 500, 8);
      bench.rest();
    }
    return 0;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** Lets time pass, which is what is measured here. */
  private static void pause(int seconds) throws InterruptedException {
    var _ = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
  }

  private final class Stages {
    private final BenchCluster cluster;
    private final KubernetesClient client;
    private final FleetWatch watch;
    private String commit = "";
    private Instant told = Instant.EPOCH;
    private ProcessUsage before = new ProcessUsage(0, 0, 0);

    Stages(BenchCluster cluster, KubernetesClient client, FleetWatch watch) {
      this.cluster = cluster;
      this.client = client;
      this.watch = watch;
    }

    /**
     * Pushes files and waits until the first so many applications are Synced at that commit and
     * Healthy.
     */
    void deliver(String stage, Map<String, String> files, int count) throws InterruptedException {
      commit = cluster.push(files, "Bench: " + stage);
      before = cluster.usage();
      told = clock.instant();
      cluster.refresh(client);
      await(stage, count);
    }

    /** Waits until all applications name the last commit; counts from that commit on. */
    void told(String stage) throws InterruptedException {
      await(stage, applications);
    }

    private void await(String stage, int count) throws InterruptedException {
      Instant done = watch.await(count, commit, LIMIT);
      pause(SETTLE_SECONDS);
      ProcessUsage after = cluster.usage();
      out.printf(
          "%-28s %6.2f s  agent CPU %5.2f s  RSS %3.0f MiB, peak %3.0f MiB%n",
          stage,
          seconds(Duration.between(told, done)),
          after.cpuSeconds() - before.cpuSeconds(),
          after.residentMib(),
          after.peakMib());
    }

    void drift(String stage, int deployments, int edits, int editors) throws InterruptedException {
      List<String> names =
          IntStream.range(0, deployments).mapToObj(i -> PodinfoRegistry.PREFIX + i).toList();
      try (var measured = new DeploymentEdits(client, PodinfoRegistry.NAMESPACE)) {
        out.printf("%-28s %s%n", stage, new Latencies(measured.measure(names, edits, editors)));
      }
    }

    void rest() throws InterruptedException {
      pause(idleSeconds);
      ProcessUsage before = cluster.usage();
      pause(idleSeconds);
      ProcessUsage after = cluster.usage();
      out.printf(
          "%-28s agent CPU %.2f s per minute  RSS %3.0f MiB, peak %3.0f MiB%n",
          "rest",
          (after.cpuSeconds() - before.cpuSeconds()) * 60 / idleSeconds,
          after.residentMib(),
          after.peakMib());
    }
  }
}
