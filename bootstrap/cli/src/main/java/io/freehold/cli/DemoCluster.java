package io.freehold.cli;

import io.freehold.local.LocalCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One cluster of the demo: a real control plane, and the agent as a process of this machine. */
final class DemoCluster implements AutoCloseable {
  private final LocalCluster cluster;
  private final ClusterAccess access;
  private final Path directory;
  private volatile @Nullable LocalAgent agent;

  private DemoCluster(LocalCluster cluster, Path directory) {
    this.cluster = cluster;
    this.access = ClusterAccess.of(cluster.kubeconfig(), "");
    this.directory = directory;
  }

  static DemoCluster start(String name, Path directory) {
    return new DemoCluster(
        LocalCluster.start(
            LocalCluster.Options.withNodes(name, directory.resolve("control-plane"))),
        directory);
  }

  String name() {
    return cluster.name();
  }

  Path kubeconfig() {
    return cluster.kubeconfig();
  }

  /** The API server, as its administrator. */
  ClusterAccess access() {
    return access;
  }

  Path agentLog() {
    return directory.resolve("agent").resolve(AgentPod.LOG);
  }

  /** Process id of the agent, 0 while there is none. */
  long agentPid() {
    LocalAgent current = agent;
    return current == null ? 0 : current.pid();
  }

  /** Why the agent does not run, empty when it does. */
  String agentProblem() {
    LocalAgent current = agent;
    return current == null ? "not started" : current.problem();
  }

  /**
   * Hands the cluster to its folder, as {@code freehold bootstrap} would, with a process in place
   * of the agent's pod.
   */
  void bootstrap(
      DemoGit git,
      URI plane,
      Installation installation,
      String interval,
      Clock clock,
      Duration timeout,
      BootstrapListener listener) {
    var request =
        new BootstrapRequest(
            new BootstrapRequest.Git(
                git.url(),
                DemoGit.BRANCH,
                new BootstrapRequest.OperatorKey.File(git.userKey()),
                git.knownHosts()),
            new BootstrapRequest.Target(kubeconfig(), ""),
            new BootstrapRequest.Folder(
                name(),
                labels(),
                plane.toString(),
                Demo.REPORT_INTERVAL,
                interval,
                BootstrapCommand.defaultImage(),
                true),
            git.forge(),
            new BootstrapRequest.DeployKeySource.Generated(),
            timeout);
    Path program = installation.agent();
    Bootstrap.standard(clock).beforeWait(new StartAgent(program, clock)).run(request, listener);
  }

  /** Ends the agent only; the cluster stays. */
  void stopAgent() {
    LocalAgent current = agent;
    if (current != null) {
      current.close();
    }
  }

  private Map<String, String> labels() {
    int dash = name().indexOf('-');
    return dash < 0
        ? Map.of("env", "demo")
        : Map.of("env", name().substring(0, dash), "region", name().substring(dash + 1));
  }

  @Override
  public void close() {
    access.close();
    cluster.close();
  }

  /** Runs the installed Deployment here, where no kubelet would. */
  private final class StartAgent implements BootstrapStep {
    private final Path program;
    private final Clock clock;

    StartAgent(Path program, Clock clock) {
      this.program = program;
      this.clock = clock;
    }

    @Override
    public String title() {
      return "Run the agent as a local process";
    }

    @Override
    public String run(BootstrapContext context) {
      agent = LocalAgent.start(kubeconfig(), directory.resolve("agent"), program, clock);
      return "as ServiceAccount freehold-agent, log " + agentLog();
    }
  }
}
