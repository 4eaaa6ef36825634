package io.freehold.cli;

import io.freehold.local.GitServer;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The demo's fleet for a program that drives it and breaks parts of it: the same processes, started
 * the same way, without the terminal.
 */
public final class LocalFleet implements AutoCloseable {
  /** The registry's name on the Git server. */
  public static final String REPOSITORY = DemoGit.REPOSITORY;

  private final Installation installation;
  private final Path directory;
  private final Duration timeout;
  private final Demo demo;
  private final DemoFleet fleet;
  private volatile PlaneProcess plane;

  private LocalFleet(
      Installation installation, Path directory, Duration timeout, Demo demo, DemoFleet fleet) {
    this.installation = installation;
    this.directory = directory;
    this.timeout = timeout;
    this.demo = demo;
    this.fleet = fleet;
    this.plane = fleet.plane();
  }

  /**
   * Starts everything and waits until every agent manages itself.
   *
   * @param directory an own folder
   * @param clusters how many
   * @param timeout for each part of the start
   * @param out receives how long each stage took
   */
  public static LocalFleet start(Path directory, int clusters, Duration timeout, PrintWriter out) {
    return start(directory, clusters, Demo.POLL_INTERVAL, timeout, out);
  }

  /**
   * Starts everything and waits until every agent manages itself.
   *
   * @param directory an own folder
   * @param clusters how many
   * @param interval how often agents look at Git by themselves, as {@code 15s}
   * @param timeout for each part of the start
   * @param out receives how long each stage took
   */
  public static LocalFleet start(
      Path directory, int clusters, String interval, Duration timeout, PrintWriter out) {
    Clock clock = Clock.systemUTC();
    Installation installation = Installation.find();
    var demo = new Demo(installation, directory, interval, timeout, clock, new Stages(out, clock));
    return new LocalFleet(installation, directory, timeout, demo, demo.start(clusters));
  }

  /** Names of the clusters. */
  public List<String> clusters() {
    return fleet.clusters().stream().map(DemoCluster::name).toList();
  }

  /** An administrator's kubeconfig. */
  public Path kubeconfig(String cluster) {
    return cluster(cluster).kubeconfig();
  }

  /** Process id of a cluster's agent, 0 while there is none; one that ends is started again. */
  public long agentPid(String cluster) {
    return cluster(cluster).agentPid();
  }

  /** Where the log and the volumes of a cluster's agent are. */
  public Path agentFolder(String cluster) {
    return cluster(cluster).agentLog().resolveSibling("");
  }

  /** The Git server, which has {@link #REPOSITORY}. */
  public GitServer git() {
    return fleet.git().server();
  }

  /** The page and the API; the same after a restart. */
  public URI http() {
    return fleet.plane().http();
  }

  /** Where agents report to; the same after a restart. */
  public URI otlp() {
    return fleet.plane().otlp();
  }

  /** What the plane has printed. */
  public Path planeLog() {
    return directory.resolve("plane").resolve(PlaneProcess.LOG);
  }

  /** Tells the plane that the registry was pushed to, as a forge's webhook does. */
  public void pushed() {
    plane.pushed(fleet.git().url().toString());
  }

  /** Ends the plane as SIGKILL does. */
  public void killPlane() {
    plane.kill();
  }

  /** Starts the plane again where it was, on the same data, and waits until it serves. */
  public void startPlane() {
    plane =
        PlaneProcess.start(
            installation.plane(),
            directory.resolve("plane"),
            fleet.git().url().toString(),
            fleet.git().planeCredentials(),
            http().getPort(),
            otlp().getPort(),
            timeout);
  }

  private DemoCluster cluster(String name) {
    return fleet.clusters().stream()
        .filter(cluster -> cluster.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no cluster " + name));
  }

  @Override
  public void close() {
    plane.close();
    demo.close();
  }
}
