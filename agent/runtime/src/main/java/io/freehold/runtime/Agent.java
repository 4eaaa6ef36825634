package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.DriftDetector;
import io.freehold.health.HealthRules;
import io.freehold.kube.KubeCluster;
import io.freehold.render.PluginTool;
import io.freehold.render.RenderLimits;
import io.freehold.render.Renderer;
import io.freehold.render.Tools;
import io.freehold.render.WorkerTools;
import io.freehold.source.ChartRepository;
import io.freehold.telemetry.Reporter;
import io.freehold.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the process that acts on the cluster: it exists while this agent leads. */
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);
  // Folders rarely come back; the cache is for applications that share one.
  private static final long RENDER_CACHE_BYTES = 8L << 20;

  private final AgentConfig config;
  private final KubeCluster cluster;
  private final WriteGate gate;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledTimer timer = new ScheduledTimer();
  private final SourceHub sources;
  private final KindWatches watches;
  private final Projects projects;
  private final Applications applications;
  private final SelfDescription description;
  private final SourceKey registry;
  private final MetricsPage page;
  private final Optional<WorkerTools> workerTools;
  private final Renderer renderer;
  private final FactsOfCluster facts;
  private final Optional<ArgoStart> argo;
  private final HeapTrim heapTrim;
  private volatile boolean rooted;

  /**
   * @param config configuration
   * @param cluster the cluster; closed by whoever opened it
   * @param gate through which everything is written
   * @param reporter tells the outside; closed by whoever opened it
   * @param identity what the reports say of this process
   * @param fetchers reads sources; closed by whoever opened it
   * @param leading for the metrics
   */
  Agent(
      AgentConfig config,
      KubeCluster cluster,
      WriteGate gate,
      Reporter reporter,
      SelfDescription.Identity identity,
      Fetchers fetchers,
      BooleanSupplier leading) {
    this.config = config;
    this.cluster = cluster;
    this.gate = gate;
    Clock clock = Clock.systemUTC();
    this.workerTools = workerTools(config, fetchers.charts());
    Metrics metrics = new Metrics();
    this.registry =
        new SourceKey(
            config.registry().url(),
            "",
            config.registry().branch(),
            new Demands(config.registry().signatures().stream().toList(), null));
    this.sources =
        new SourceHub(
            registry,
            fetchers,
            config.registry().pollInterval(),
            threads,
            RandomGenerator.getDefault());
    this.projects = new Projects(config.registry().url());
    this.renderer = new Renderer(tools(), RenderLimits.DEFAULT, RENDER_CACHE_BYTES);
    this.facts = new FactsOfCluster(cluster, clock);
    ObjectRouter router = new ObjectRouter();
    this.watches = new KindWatches(gate, router, timer, metrics);
    DriftDetector drift = new DriftDetector();
    Surroundings around =
        new Surroundings(
            new KubeStore(cluster, gate, metrics),
            sources,
            projects,
            new FolderRenders(
                renderer,
                facts,
                gate,
                new ChartLookups(cluster.reader()::find),
                rules -> new RemoteReads(sources, fetchers, rules),
                RenderStore.in(config.dataDir().resolve("renders"), identity.agentVersion()),
                metrics,
                timer),
            router,
            watches,
            new Writer(gate, router, watches, drift),
            drift,
            HealthRules.standard(),
            config.ignore(),
            new Readiness(),
            reporter,
            metrics,
            timer,
            threads,
            clock);
    this.description = new SelfDescription(config, identity, sources, registry, reporter, clock);
    this.applications =
        new Applications(
            application -> new ApplicationActor(application, around),
            ids -> {
              router.applicationsKnown();
              description.applications(ids);
            });
    this.argo = argo(clock, reporter);
    this.heapTrim =
        new HeapTrim(
            timer,
            () -> metrics.writes.sum() + metrics.renders.sum() + metrics.statusWrites.sum(),
            HeapTrim.ownHeap());
    this.page =
        new MetricsPage(
            metrics,
            applications::all,
            router,
            watches,
            sources,
            reporter,
            leading,
            workerTools.map(WorkerTools::charts));
  }

  /** Starts to work; returns at once. */
  void start() {
    heapTrim.start();
    sources.follow(registry, description::lookAtRegistry);
    threads.execute(() -> untilDone("looking for labelled objects", this::listObjects));
    threads.execute(() -> untilDone("applying the root Application", this::ensureRoot));
    argo.ifPresent(
        start -> threads.execute(() -> untilDone("looking for Argo CD Applications", start)));
  }

  /** Whether the root Application exists, so that work can go on. */
  boolean ready() {
    return rooted;
  }

  /** A repository is said to have moved. */
  void hint(String digest) {
    sources.hint(digest);
  }

  /** The metrics page. */
  Supplier<String> metrics() {
    return page;
  }

  /** Starts nothing more, waits for writes that are on their way. */
  @Override
  public void close() {
    sources.close();
    timer.close();
    gate.close();
    gate.drain();
    threads.shutdown();
    workerTools.ifPresent(WorkerTools::close);
  }

  private static Optional<WorkerTools> workerTools(AgentConfig config, ChartRepository charts) {
    return Optional.of(config.renderWorker())
        .filter(folder -> !folder.isEmpty())
        .map(folder ->
            new WorkerTools(
                WorkerOptions.of(Path.of(folder)),
                (repository, chart, version) -> charts.fetch(repository, chart, version).tree()));
  }

  private Tools tools() {
    Tools tools =
        workerTools
            .map(workers -> workers.addTo(Tools.inProcess(), RenderLimits.DEFAULT))
            .orElseGet(Tools::inProcess);
    return config.plugins().isEmpty()
        ? tools
        : tools.withPlugin(new PluginTool(Path.of(config.plugins()), RenderLimits.DEFAULT));
  }

  private Optional<ArgoStart> argo(Clock clock, Reporter reporter) {
    return config.argocdNamespace().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ArgoStart(
                config.argocdNamespace(),
                config.cluster(),
                cluster,
                gate,
                sources,
                new ArgoRenders(
                    Renderer.tolerant(tools(), RenderLimits.DEFAULT, RENDER_CACHE_BYTES),
                    facts,
                    gate,
                    timer),
                timer,
                threads,
                clock,
                reporter));
  }

  private boolean listObjects() {
    watches.start();
    return true;
  }

  private boolean ensureRoot() {
    Application root = RootApplication.of(config.registry().path());
    if (!gate.isOpen() || !RootApplication.ensure(root, cluster::applyApplication)) {
      return false;
    }
    cluster.watchProjects(projects);
    cluster.watchApplications(applications);
    rooted = true;
    return true;
  }

  private void untilDone(String what, BooleanSupplier work) {
    try {
      while (gate.isOpen() && !attempt(what, work)) {
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean attempt(String what, BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } catch (ClusterUnreachableException e) {
      LOG.warn("{} failed, again in {} s: {}", what, AGAIN.toSeconds(), e.getMessage());
      return false;
    }
  }
}
