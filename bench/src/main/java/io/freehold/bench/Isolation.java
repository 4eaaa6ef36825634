package io.freehold.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures whether applications suffer from others: how soon commits are applied while all is
 * quiet, and the same beside {@link Troublemakers}. Exits with 1 when p99 more than doubles, or
 * when a troublemaker does not say what is wrong with it.
 */
@Command(
    name = "isolation",
    mixinStandardHelpOptions = true,
    description =
        "Measures whether applications suffer from a broken, a stuck, a fought and a huge one.")
public final class Isolation implements Callable<Integer> {
  // Held, because a logger that nobody holds forgets its level.
  private static final Logger SSHD_LOG = Logger.getLogger("org.apache.sshd");
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int SETTLE_SECONDS = 5;
  private static final int TIMES = 2;

  @Option(names = "--applications", defaultValue = "100", description = "How many others.")
  private int applications;

  @Option(names = "--objects", defaultValue = "5000", description = "Objects of the huge one.")
  private int objects;

  @Option(names = "--rounds", defaultValue = "30", description = "Commits that are measured.")
  private int rounds;

  @Option(names = "--touched", defaultValue = "10", description = "Others that a commit changes.")
  private int touched;

  private final Clock clock = Clock.systemUTC();
  private final PrintStream out = System.out;
  private int version = 1;

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    SSHD_LOG.setLevel(Level.OFF);
    System.exit(new CommandLine(new Isolation()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var registry = PodinfoRegistry.own();
    try (var cluster = BenchCluster.start(clock);
        var kube = KubeCluster.connect(Credentials.of(cluster.kubeconfig()));
        var client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
        var troublemakers = new Troublemakers(client)) {
      var watch = new FleetWatch(PodinfoRegistry.PREFIX, clock);
      kube.watchApplications(watch);
      String commit = cluster.push(registry.files(BenchCluster.NAME, applications), "Install");
      cluster.refresh(client);
      watch.await(applications, commit, LIMIT);
      pause();
      Latencies quiet = measure(cluster, client, watch, registry, false);
      out.printf("%-30s %s%n", "quiet", quiet);

      troublemakers.start();
      cluster.push(Troublemakers.files(BenchCluster.NAME, objects), "Trouble");
      cluster.refresh(client);
      pause();
      Latencies beside = measure(cluster, client, watch, registry, true);
      out.printf("%-30s %s%n", "beside the troublemakers", beside);
      boolean told = true;
      for (Map.Entry<String, String> condition : troublemakers.conditions().entrySet()) {
        out.printf("%-30s %s%n", condition.getKey() + " says", condition.getValue());
        told &= !condition.getValue().isEmpty();
      }
      return told && beside.millis(99) <= TIMES * quiet.millis(99) ? 0 : 1;
    }
  }

  /**
   * Changes some of the others by each commit, and waits for them before the next.
   *
   * @param busy whether the huge one has to apply everything anew each time, too
   */
  private Latencies measure(
      BenchCluster cluster,
      KubernetesClient client,
      FleetWatch watch,
      PodinfoRegistry registry,
      boolean busy)
      throws InterruptedException {
    List<Duration> latencies = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int from = round * touched % applications;
      int to = Math.min(applications, from + touched);
      version++;
      Map<String, String> files = new TreeMap<>(registry.objects(from, to, version + "m"));
      if (busy) {
        files.putAll(Troublemakers.changed(version, objects));
      }
      String commit = cluster.push(files, "Round " + version);
      Instant told = clock.instant();
      cluster.refresh(client);
      for (int i = from; i < to; i++) {
        Instant applied = watch.awaitApplied(PodinfoRegistry.PREFIX + i, commit, LIMIT);
        latencies.add(Duration.between(told, applied));
      }
    }
    return new Latencies(latencies);
  }

  /** Lets what came before come to rest. */
  private static void pause() throws InterruptedException {
    var _ = new CountDownLatch(1).await(SETTLE_SECONDS, TimeUnit.SECONDS);
  }
}
