package io.freehold.cli;

import io.freehold.local.DevClusterBinary;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A fleet on one machine: control planes, a Git server, a plane, and one agent per cluster.
 * Everything is started at the same time as far as one thing does not need the other, and
 * everything is stopped by {@link #close}, in whatever state it is.
 */
final class Demo implements AutoCloseable {
  /** How often agents and plane look at Git: shorter than in production, for people who watch. */
  static final String POLL_INTERVAL = "5s";

  /** Longest silence of an agent: a cluster that stops is stale after three of them. */
  static final String REPORT_INTERVAL = "10s";

  private static final List<String> NAMES = List.of("prod-eu", "prod-us", "staging-eu", "dev-eu");

  private final Installation installation;
  private final Path directory;
  private final String interval;
  private final Duration timeout;
  private final Clock clock;
  private final Stages stages;
  // Guarded by itself.
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private boolean closed;

  Demo(
      Installation installation,
      Path directory,
      String interval,
      Duration timeout,
      Clock clock,
      Stages stages) {
    this.installation = installation;
    this.directory = directory;
    this.interval = interval;
    this.timeout = timeout;
    this.clock = clock;
    this.stages = stages;
  }

  /**
   * Starts everything and waits until every agent manages itself.
   *
   * @param count number of clusters
   */
  DemoFleet start(int count) {
    // Found out before anything is started.
    installation.agent();
    Path planeProgram = installation.plane();
    DevClusterBinary.ensure(stages::line);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var git =
          async(threads, "Git server", () -> register(DemoGit.start(directory.resolve("git"))));
      var plane =
          git.thenApplyAsync(
              started ->
                  stage(
                      "Plane with PostgreSQL",
                      () ->
                          register(
                              PlaneProcess.start(
                                  planeProgram,
                                  Folders.createPrivate(directory.resolve("plane")),
                                  started.url().toString(),
                                  started.planeCredentials(),
                                  timeout))),
              threads);
      List<CompletableFuture<DemoCluster>> clusters = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = i < NAMES.size() ? NAMES.get(i) : "cluster-" + (i + 1);
        clusters.add(
            async(
                    threads,
                    "Control plane " + name,
                    () -> register(DemoCluster.start(name, directory.resolve(name))))
                .thenCombineAsync(
                    plane,
                    (cluster, endpoint) -> bootstrap(cluster, git.join(), endpoint),
                    threads));
      }
      List<CompletableFuture<?>> all = new ArrayList<>(clusters);
      all.add(git);
      all.add(plane);
      // One failure ends the others: without it they would wait for what never comes.
      all.forEach(future ->
          future.exceptionally(_ -> {
            threads.shutdownNow();
            return null;
          }));
      return new DemoFleet(
          git.join(), plane.join(), clusters.stream().map(CompletableFuture::join).toList());
    } catch (CompletionException e) {
      close();
      throw e.getCause() instanceof CliException known
          ? known
          : new CliException(ExitCode.FAILED, GitErrors.explain(e), e);
    }
  }

  private DemoCluster bootstrap(DemoCluster cluster, DemoGit git, PlaneProcess plane) {
    return stage(
        "Bootstrap of " + cluster.name(),
        () -> {
          register(cluster::stopAgent);
          cluster.bootstrap(
              git,
              plane.otlp(),
              installation,
              interval,
              clock,
              timeout,
              new Progress(cluster.name()));
          return cluster;
        });
  }

  private <T> CompletableFuture<T> async(Executor threads, String name, Callable<T> work) {
    return CompletableFuture.supplyAsync(() -> stage(name, work), threads);
  }

  private <T> T stage(String name, Callable<T> work) {
    try {
      return stages.run(name, work);
    } catch (CliException e) {
      throw new CliException(e.code(), name + ": " + e.getMessage(), e);
    } catch (Exception e) {
      throw new CliException(ExitCode.FAILED, name + ": " + GitErrors.explain(e), e);
    }
  }

  /** Remembers what has to be stopped; what comes too late is stopped at once. */
  private <T extends AutoCloseable> T register(T resource) throws Exception {
    synchronized (running) {
      if (!closed) {
        running.push(resource);
        return resource;
      }
    }
    resource.close();
    throw new CliException(ExitCode.FAILED, "stopped");
  }

  /** Whether somebody has asked to stop. */
  boolean closed() {
    synchronized (running) {
      return closed;
    }
  }

  /** Stops everything, the last started first. */
  @Override
  public void close() {
    List<AutoCloseable> rest;
    synchronized (running) {
      closed = true;
      rest = new ArrayList<>(running);
      running.clear();
    }
    for (AutoCloseable resource : rest) {
      try {
        resource.close();
      } catch (Exception e) {
        stages.line("could not stop " + resource + ": " + GitErrors.explain(e));
      }
    }
  }

  private final class Progress implements BootstrapListener {
    private final String cluster;

    Progress(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public void started(BootstrapStep step) {}

    @Override
    public void finished(BootstrapStep step, String outcome, Duration took) {
      stages.line(
          "  %-10s %-34s %6s  %s"
              .formatted(cluster, step.title(), PlainProgress.seconds(took), outcome));
    }

    @Override
    public void note(String text) {
      stages.line("  " + cluster + " " + text.strip());
    }
  }
}
