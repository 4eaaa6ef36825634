package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.ReportToken;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import io.freehold.kube.LeaseState;
import io.freehold.kube.Leases;
import io.freehold.source.ChartRepositories;
import io.freehold.source.CredentialStore;
import io.freehold.source.FetchLimits;
import io.freehold.source.GitCredentials;
import io.freehold.source.OciArtifacts;
import io.freehold.telemetry.OtlpReporter;
import io.freehold.telemetry.Reporter;
import io.freehold.telemetry.ReporterSettings;
import io.freehold.tls.TlsFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the process: takes its data folder, serves its endpoints, waits for its turn, works,
 * stops.
 */
final class AgentProcess {
  private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
  private static final String LEASE = "freehold-agent";
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final AgentConfig config;
  private final IntConsumer halt;
  private final String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  // Guarded by this: closed in reverse order.
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean stopping;
  private volatile @Nullable Leadership leadership;
  private volatile @Nullable Agent agent;

  /**
   * @param config configuration
   * @param halt ends the process at once with an exit code
   */
  AgentProcess(AgentConfig config, IntConsumer halt) {
    this.config = config;
    this.halt = halt;
  }

  /** Starts everything; returns when the agent works. */
  void run() throws InterruptedException {
    LOG.info("Freehold agent {} for cluster {}", version(), config.cluster());
    Instance instance = opened(Instance.open(config.dataDir()));
    KubeCluster cluster =
        opened(
            config.applier().isEmpty()
                ? KubeCluster.connect(Credentials.automatic())
                : KubeCluster.connect(Credentials.automatic(), config.applier()));
    cluster.auditEvery(config.auditInterval());
    Endpoints endpoints =
        opened(Endpoints.start(config.listen(), () -> true, this::ready, this::metrics));
    LOG.info("Listening on port {}", endpoints.port());

    WriteGate gate = new WriteGate(cluster);
    Leadership leads =
        new Leadership(
            lease(cluster.leases(ApiGroup.SYSTEM_NAMESPACE, LEASE)),
            instance.id(),
            Leadership.Timing.DEFAULT,
            System::nanoTime,
            () -> {
              gate.close();
              halt.accept(1);
            });
    leadership = leads;
    opened(leads);
    Thread.ofVirtual().name("lease").start(leads::run);
    leads.await();

    SelfDescription.Identity identity = identity(cluster);
    Reporter reporter =
        opened(
            OtlpReporter.start(
                ReporterSettings.of(
                        config.cluster(), instance.id(), version(), this::key, config.dataDir())
                    .withHints(this::hint)
                    .withTls(TlsFolder.client(config.planeTls(), InstantSource.system()))));
    Fetchers fetchers = opened(fetchers(cluster, gate));
    Agent works =
        opened(new Agent(config, cluster, gate, reporter, identity, fetchers, leads::leading));
    agent = works;
    works.start();
  }

  /** Stops in an order in which nothing is lost; returns the exit code. */
  int stop() {
    Deque<AutoCloseable> toClose;
    synchronized (this) {
      stopping = true;
      toClose = new ArrayDeque<>(opened);
      opened.clear();
    }
    int code = 0;
    for (AutoCloseable closeable : toClose) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.error("Stopping failed", e);
        code = 1;
      }
    }
    return code;
  }

  private synchronized <T extends AutoCloseable> T opened(T closeable) {
    if (stopping) {
      throw new IllegalStateException("the process is stopping");
    }
    opened.push(closeable);
    return closeable;
  }

  private boolean ready() {
    Leadership leads = leadership;
    Agent works = agent;
    // A stand-by is ready: it works as soon as it is its turn.
    return leads != null && (!leads.leading() || (works != null && works.ready()));
  }

  private void hint(String digest) {
    Agent works = agent;
    if (works != null) {
      works.hint(digest);
    }
  }

  private String metrics() {
    Agent works = agent;
    return works == null ? "" : works.metrics().get();
  }

  private SelfDescription.Identity identity(KubeCluster cluster) throws InterruptedException {
    while (true) {
      try {
        return new SelfDescription.Identity(cluster.uid(), cluster.version(), version(), startedAt);
      } catch (ClusterUnreachableException e) {
        LOG.warn("The cluster does not say who it is: {}", e.getMessage());
        Thread.sleep(AGAIN);
      }
    }
  }

  private static boolean allowed(KubeCluster cluster, String commit) {
    return cluster.takeAnnotation(RootApplication.ID, ApiGroup.ACCEPT_HISTORY_ANNOTATION, commit);
  }

  private Fetchers fetchers(KubeCluster cluster, WriteGate gate) {
    CredentialStore credentials =
        new ClusterCredentials(
            config.registry().url(),
            () -> GitCredentials.read(config.gitCredentials()),
            () -> cluster.secrets(ApiGroup.SYSTEM_NAMESPACE, ApiGroup.CREDENTIALS_LABEL),
            Clock.systemUTC());
    Path data = config.dataDir();
    return new Fetchers(
        new GitFetcher(
            data.resolve("git"),
            credentials,
            commit -> gate.isOpen() && allowed(cluster, commit),
            config.registry().url()),
        new ChartRepositories(
            data.resolve("charts"), credentials, FetchLimits.DEFAULT, Clock.systemUTC()),
        new OciArtifacts(
            data.resolve("artifacts"), credentials, FetchLimits.DEFAULT, Clock.systemUTC()),
        new KeptVersions(data.resolve("versions")));
  }

  private PrivateKey key() {
    Path file = config.identityKey();
    try {
      return ReportToken.privateKey(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the identity key " + file + " cannot be read", e);
    }
  }

  private static Leadership.Lease lease(Leases leases) {
    return new Leadership.Lease() {
      @Override
      public LeaseState read() {
        return leases.read();
      }

      @Override
      public LeaseState write(LeaseState known, String holder, Duration duration) {
        return leases.write(known, holder, duration);
      }
    };
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
