package io.freehold.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.freehold.api.ApiGroup;
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
import io.freehold.local.GitServer;
import io.freehold.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A control plane, a Git server, and an agent that bootstrap installed and that runs with the flags
 * of its Deployment; all on this machine.
 */
final class BenchCluster implements AutoCloseable {
  /** Name of the cluster and of its folder. */
  static final String NAME = "bench";

  private static final String REPOSITORY = "bench/registry";
  private static final String BRANCH = "main";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path directory;
  private final Clock clock;
  private final GitServer git;
  private final LocalCluster cluster;
  private final SshKey operator;
  private final Path knownHosts;
  private final RegistryUrl url;
  private final StartAgent agent;
  private int pushes;

  private BenchCluster(Path directory, Clock clock, GitServer git, LocalCluster cluster)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.git = git;
    this.cluster = cluster;
    git.createRepository(REPOSITORY);
    this.operator = SshKey.generate("bench");
    git.addUserKey(operator.publicLine());
    this.knownHosts = directory.resolve("known_hosts");
    Files.writeString(knownHosts, git.knownHostsLine().strip() + "\n");
    this.url = RegistryUrl.parse(git.sshUrl(REPOSITORY).toString());
    this.agent = new StartAgent();
  }

  /** Starts everything and waits until the agent manages itself. */
  static BenchCluster start(Clock clock) throws Exception {
    Path directory = Files.createTempDirectory("freehold-bench-");
    GitServer git = GitServer.start(directory.resolve("git"));
    LocalCluster cluster;
    try {
      cluster =
          LocalCluster.start(LocalCluster.Options.withNodes(NAME, directory.resolve("cluster")));
    } catch (RuntimeException e) {
      git.close();
      throw e;
    }
    var started = new BenchCluster(directory, clock, git, cluster);
    try {
      Path key = directory.resolve("operator");
      Files.write(key, started.operator.openSsh());
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      Bootstrap.standard(clock).beforeWait(started.agent).run(started.request(key), new Silent());
      return started;
    } catch (Exception e) {
      started.close();
      throw e;
    }
  }

  /** How to reach the API server, as its administrator. */
  Path kubeconfig() {
    return cluster.kubeconfig();
  }

  /** What the agent's process has used so far. */
  ProcessUsage usage() {
    return ProcessUsage.of(agent.started().pid());
  }

  /** Commits files over those that are there; returns the commit. */
  String push(Map<String, String> files, String message) {
    HostKeys hosts = HostKeys.read(url, knownHosts);
    Path scratch = directory.resolve("push-" + pushes++);
    try (var access = GitAccess.withKey(operator, hosts, scratch);
        var registry = Registry.at(url, BRANCH, access, scratch.resolve("registry"))) {
      String commit = registry.commit(registry.fetch(), files, message);
      if (!registry.push(commit)) {
        throw new IllegalStateException("the push was not accepted");
      }
      return commit;
    }
  }

  /** Asks the agent to look at the registry now. */
  void refresh(KubernetesClient client) {
    var root =
        client
            .genericKubernetesResources(ApiGroup.API_VERSION, "Application")
            .inNamespace(ApiGroup.SYSTEM_NAMESPACE)
            .withName(ApiGroup.ROOT_APPLICATION);
    GenericKubernetesResource _ =
        root.patch(
            new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build(),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(ApiGroup.REFRESH_ANNOTATION, clock.instant()));
  }

  @Override
  public void close() {
    try (git;
        cluster;
        agent) {
      // Closed in reverse order.
    }
  }

  private BootstrapRequest request(Path key) {
    return new BootstrapRequest(
        new BootstrapRequest.Git(
            url, BRANCH, new BootstrapRequest.OperatorKey.File(key), knownHosts),
        new BootstrapRequest.Target(cluster.kubeconfig(), ""),
        new BootstrapRequest.Folder(
            NAME, Map.of(), "", "60s", "15s", "ghcr.io/freehold/agent:bench", false),
        new GiteaForge(git.forgeUrl(), ForgeToken.of(git.forgeToken())),
        new BootstrapRequest.DeployKeySource.Generated(),
        LIMIT);
  }

  private final class StartAgent implements BootstrapStep, AutoCloseable {
    private final AtomicReference<LocalAgent> process = new AtomicReference<>();

    LocalAgent started() {
      return process.get();
    }

    @Override
    public String title() {
      return "Run the agent";
    }

    @Override
    public String run(BootstrapContext context) {
      process.set(
          LocalAgent.start(
              cluster.kubeconfig(),
              directory.resolve("agent"),
              Installation.find().agent(),
              clock));
      return "started";
    }

    @Override
    public void close() {
      LocalAgent started = process.get();
      if (started != null) {
        started.close();
      }
    }
  }

  private static final class Silent implements BootstrapListener {
    @Override
    public void started(BootstrapStep step) {}

    @Override
    public void finished(BootstrapStep step, String outcome, Duration took) {}

    @Override
    public void note(String text) {}
  }
}
