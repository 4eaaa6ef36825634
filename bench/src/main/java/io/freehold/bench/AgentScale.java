package io.freehold.bench;

import io.freehold.cli.Bootstrap;
import io.freehold.cli.BootstrapContext;
import io.freehold.cli.BootstrapListener;
import io.freehold.cli.BootstrapRequest;
import io.freehold.cli.BootstrapStep;
import io.freehold.cli.GitAccess;
import io.freehold.cli.HostKeys;
import io.freehold.cli.Installation;
import io.freehold.cli.LocalAgent;
import io.freehold.cli.Registry;
import io.freehold.cli.RegistryUrl;
import io.freehold.cli.SshKey;
import io.freehold.forge.ForgeToken;
import io.freehold.forge.GiteaForge;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import io.freehold.local.GitServer;
import io.freehold.local.LocalCluster;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures one agent with many applications: time from creation to all Synced, peak memory,
 * processor time, and processor time per idle minute. The agent is installed by bootstrap and runs
 * with the flags of its Deployment, on a real control plane, from a real Git server.
 */
@Command(
    name = "agent-scale",
    mixinStandardHelpOptions = true,
    description = "Measures one agent with many applications of four objects each.")
public final class AgentScale implements Callable<Integer> {
  private static final String REPOSITORY = "bench/registry";
  private static final String BRANCH = "main";
  private static final String CLUSTER = "bench";
  // Held, because a logger that nobody holds forgets its level.
  private static final Logger SSHD_LOG = Logger.getLogger("org.apache.sshd");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Option(names = "--applications", defaultValue = "200", description = "How many applications.")
  private int applications;

  @Option(
      names = "--idle",
      defaultValue = "60",
      description = "Seconds to watch the idle agent, after as long a pause to come to rest.")
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
    Path directory = Files.createTempDirectory("freehold-bench-");
    try (var git = GitServer.start(directory.resolve("git"));
        var cluster =
            LocalCluster.start(
                LocalCluster.Options.withNodes(CLUSTER, directory.resolve("cluster")))) {
      git.createRepository(REPOSITORY);
      SshKey operator = SshKey.generate("bench");
      git.addUserKey(operator.publicLine());
      Path key = directory.resolve("operator");
      Files.write(key, operator.openSsh());
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      Path knownHosts = directory.resolve("known_hosts");
      Files.writeString(knownHosts, git.knownHostsLine().strip() + "\n");
      RegistryUrl url = RegistryUrl.parse(git.sshUrl(REPOSITORY).toString());

      var start = new StartAgent(cluster.kubeconfig(), directory.resolve("agent"));
      try {
        Bootstrap.standard(clock)
            .beforeWait(start)
            .run(request(url, key, knownHosts, git, cluster), new Quiet());
        measure(start.agent(), url, operator, knownHosts, cluster, directory);
      } finally {
        start.close();
      }
    }
    return 0;
  }

  private void measure(
      LocalAgent agent,
      RegistryUrl url,
      SshKey operator,
      Path knownHosts,
      LocalCluster cluster,
      Path directory)
      throws InterruptedException {
    var watch = new SyncWatch("podinfo-", applications, clock);
    try (var kube = KubeCluster.connect(Credentials.of(cluster.kubeconfig()))) {
      kube.watchApplications(watch);
      ProcessUsage before = ProcessUsage.of(agent.pid());
      Instant pushed = push(url, operator, knownHosts, directory);
      Duration sync = watch.await(LIMIT);
      ProcessUsage synced = ProcessUsage.of(agent.pid());
      out.printf(
          "applications %d, objects %d, processors %d%n",
          applications, applications * 4, Runtime.getRuntime().availableProcessors());
      out.printf("first created to all Synced  %.1f s%n", seconds(sync));
      out.printf(
          "push to all Synced           %.1f s%n",
          seconds(Duration.between(pushed, watch.finishedAt())));
      out.printf(
          "agent CPU for the sync       %.1f s%n", synced.cpuSeconds() - before.cpuSeconds());

      pause(idleSeconds);
      ProcessUsage restedAt = ProcessUsage.of(agent.pid());
      pause(idleSeconds);
      ProcessUsage idle = ProcessUsage.of(agent.pid());
      out.printf(
          "agent CPU per idle minute    %.2f s%n",
          (idle.cpuSeconds() - restedAt.cpuSeconds()) * 60 / idleSeconds);
      out.printf("agent RSS at rest            %.0f MiB%n", idle.residentMib());
      out.printf("agent RSS peak               %.0f MiB%n", idle.peakMib());
    }
  }

  private Instant push(RegistryUrl url, SshKey operator, Path knownHosts, Path directory) {
    HostKeys hosts = HostKeys.read(url, knownHosts);
    Path scratch = directory.resolve("push");
    try (var access = GitAccess.withKey(operator, hosts, scratch);
        var registry = Registry.at(url, BRANCH, access, scratch.resolve("registry"))) {
      var head = registry.fetch();
      String commit =
          registry.commit(head, PodinfoRegistry.files(CLUSTER, applications), "Add applications");
      if (!registry.push(commit)) {
        throw new IllegalStateException("the push was not accepted");
      }
      return clock.instant();
    }
  }

  private static BootstrapRequest request(
      RegistryUrl url, Path key, Path knownHosts, GitServer git, LocalCluster cluster) {
    return new BootstrapRequest(
        new BootstrapRequest.Git(
            url, BRANCH, new BootstrapRequest.OperatorKey.File(key), knownHosts),
        new BootstrapRequest.Target(cluster.kubeconfig(), ""),
        new BootstrapRequest.Folder(
            CLUSTER, Map.of(), "", "60s", "15s", "ghcr.io/freehold/agent:bench", false),
        new GiteaForge(git.forgeUrl(), ForgeToken.of(git.forgeToken())),
        new BootstrapRequest.DeployKeySource.Generated(),
        LIMIT);
  }

  /** Lets time pass, which is what is measured here. */
  private static void pause(int seconds) throws InterruptedException {
    var _ = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private final class StartAgent implements BootstrapStep, AutoCloseable {
    private final Path kubeconfig;
    private final Path directory;
    private final AtomicReference<LocalAgent> agent = new AtomicReference<>();

    StartAgent(Path kubeconfig, Path directory) {
      this.kubeconfig = kubeconfig;
      this.directory = directory;
    }

    LocalAgent agent() {
      return agent.get();
    }

    @Override
    public String title() {
      return "Run the agent";
    }

    @Override
    public String run(BootstrapContext context) {
      agent.set(LocalAgent.start(kubeconfig, directory, Installation.find().agent(), clock));
      return "started";
    }

    @Override
    public void close() {
      LocalAgent started = agent.get();
      if (started != null) {
        started.close();
      }
    }
  }

  private final class Quiet implements BootstrapListener {
    @Override
    public void started(BootstrapStep step) {}

    @Override
    public void finished(BootstrapStep step, String outcome, Duration took) {
      out.printf("%-36s %5.1f s%n", step.title(), seconds(took));
    }

    @Override
    public void note(String text) {
      out.println(text);
    }
  }
}
