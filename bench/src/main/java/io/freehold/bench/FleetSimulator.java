package io.freehold.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Plays the agents of a fleet to a real plane: signed OTLP over HTTP in the rhythm of real agents,
 * while people ask. Load is sent when it is due, whether the plane keeps up or not; a request that
 * had to wait for its turn has waited since it was due.
 */
@Command(
    name = "fleet-simulator",
    mixinStandardHelpOptions = true,
    description = "Measures a plane with the reports of many clusters.")
public final class FleetSimulator implements Callable<Integer> {
  private static final int UNDER_WAY = 64;
  private static final double MINUTE = 60;
  // An agent repeats each application once in ten intervals: a tenth of them with each heartbeat.
  private static final int REFRESH = 10;

  @Option(names = "--clusters", defaultValue = "1000", description = "How many clusters.")
  private int clusterCount;

  @Option(names = "--applications", defaultValue = "100", description = "Applications of each.")
  private int applications;

  @Option(names = "--changes", defaultValue = "1", description = "Percent that change in a minute.")
  private double changes;

  @Option(names = "--minutes", defaultValue = "3", description = "How long to measure.")
  private double minutes;

  @Option(names = "--queries", defaultValue = "5", description = "Queries a second.")
  private double queries;

  @Option(names = "--heap", defaultValue = "512m", description = "Heap of the plane.")
  private String heap = "512m";

  private final PrintStream out = System.out;
  private final Random random = new Random(4318);
  private final Semaphore slots = new Semaphore(UNDER_WAY);
  private final CallTimes fill = new CallTimes("first states");
  private final CallTimes heartbeats = new CallTimes("ingest: heartbeats");
  private final CallTimes changed = new CallTimes("ingest: changes");
  private final CallTimes spans = new CallTimes("ingest: spans");
  private final CallTimes lists = new CallTimes("query: lists");
  private final CallTimes searches = new CallTimes("query: searches");
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FleetSimulator()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("freehold.home", "."));
    Path directory = Files.createTempDirectory("freehold-fleet");
    List<SimulatedCluster> clusters =
        IntStream.range(0, clusterCount)
            .mapToObj(i -> new SimulatedCluster("cluster-%04d".formatted(i), applications))
            .toList();
    try (SimulatedRegistry registry = SimulatedRegistry.start(directory, clusters);
        PlaneUnderLoad plane =
            PlaneUnderLoad.start(home.toAbsolutePath(), directory, registry, heap)) {
      awaitClusters(plane);
      fill(plane, clusters);
      load(plane, clusters);
    } finally {
      delete(directory);
    }
    return 0;
  }

  private void awaitClusters(PlaneUnderLoad plane) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    String last = "cluster-%04d".formatted(clusterCount - 1);
    while (get(plane, "/api/v1/clusters/" + last).statusCode() != 200) {
      if (System.nanoTime() > end) {
        throw new IOException("the plane does not read the registry");
      }
      Thread.sleep(200);
    }
  }

  private void fill(PlaneUnderLoad plane, List<SimulatedCluster> clusters)
      throws InterruptedException {
    long start = System.nanoTime();
    String revision = revision(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (SimulatedCluster cluster : clusters) {
        long due = System.nanoTime();
        slots.acquire();
        threads.execute(() -> {
          try {
            send(plane, cluster, "/v1/logs", cluster.states(revision, 0, applications), due, fill);
          } finally {
            slots.release();
          }
        });
      }
    }
    double seconds = (double) (System.nanoTime() - start) / 1e9;
    out.printf(
        Locale.ROOT,
        "%d clusters with %d applications each were taken in %.1f s, %.0f states a second%n%n",
        clusterCount,
        applications,
        seconds,
        (double) clusterCount * (applications + 1) / seconds);
  }

  private void load(PlaneUnderLoad plane, List<SimulatedCluster> clusters)
      throws IOException, InterruptedException {
    double cpu = plane.usage().cpuSeconds();
    double databaseCpu = plane.databaseCpuSeconds();
    var over = new AtomicBoolean();
    double perSecond = (double) clusterCount * applications * changes / 100 / MINUTE;
    // Closed in the opposite order: what makes requests before what waits for them.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService rhythms = Executors.newVirtualThreadPerTaskExecutor()) {
      rhythms.execute(() ->
          every(
              1e9 * MINUTE / clusterCount,
              over,
              i -> {
                SimulatedCluster cluster = clusters.get((int) (i % clusterCount));
                int from = (int) (i / clusterCount % REFRESH) * applications / REFRESH;
                run(
                    threads,
                    due -> {
                      byte[] body =
                          of(
                              cluster,
                              () -> cluster.states(revision(i), from, applications / REFRESH));
                      send(plane, cluster, "/v1/logs", body, due, heartbeats);
                    });
              }));
      rhythms.execute(() ->
          every(
              1e9 / perSecond,
              over,
              i -> {
                SimulatedCluster cluster = clusters.get(random.nextInt(clusterCount));
                int application = random.nextInt(applications);
                run(
                    threads,
                    due -> {
                      Instant at = Instant.now();
                      byte[] logs = of(cluster, () -> cluster.change(application, revision(i), at));
                      byte[] span = of(cluster, () -> cluster.span(application, revision(i), at));
                      send(plane, cluster, "/v1/logs", logs, due, changed);
                      send(plane, cluster, "/v1/traces", span, System.nanoTime(), spans);
                    });
              }));
      rhythms.execute(
          () -> every(1e9 / queries, over, i -> run(threads, due -> query(plane, i, due))));
      Thread.sleep((long) (minutes * MINUTE * 1000));
      over.set(true);
    }
    ProcessUsage usage = plane.usage();
    out.println(CallTimes.header());
    Stream.of(fill, heartbeats, changed, spans, lists, searches)
        .map(CallTimes::row)
        .forEach(out::println);
    out.printf(
        Locale.ROOT,
        "%nplane: RSS %.0f MiB, peak %.0f MiB, %.1f CPU-s; its database %.1f CPU-s, in %.1f minutes%n",
        usage.residentMib(),
        usage.peakMib(),
        usage.cpuSeconds() - cpu,
        plane.databaseCpuSeconds() - databaseCpu,
        minutes);
  }

  private void query(PlaneUnderLoad plane, long i, long due) {
    String cluster = "cluster-%04d".formatted(i * 37 % clusterCount);
    List<String> paths =
        List.of(
            "/api/v1/clusters?limit=100&q=cluster-0",
            "/api/v1/applications?limit=100&cluster=" + cluster,
            "/api/v1/applications?limit=100&health=Degraded",
            "/api/v1/applications?limit=100&sort=name",
            "/api/v1/history?limit=100",
            "/api/v1/commits?limit=20",
            "/api/v1/search?q=" + cluster,
            "/api/v1/search?q=app-7");
    String path = paths.get((int) (i % paths.size()));
    boolean good;
    try {
      good = get(plane, path).statusCode() == 200;
    } catch (IOException _) {
      good = false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    (path.contains("search") ? searches : lists).add(since(due), good);
  }

  private void send(
      PlaneUnderLoad plane,
      SimulatedCluster cluster,
      String path,
      byte[] body,
      long due,
      CallTimes into) {
    String authorization;
    synchronized (cluster) {
      authorization = cluster.authorization();
    }
    boolean good;
    try {
      good =
          client
                  .send(
                      HttpRequest.newBuilder(URI.create(plane.otlp() + path))
                          .header("Content-Type", "application/x-protobuf")
                          .header("Authorization", authorization)
                          .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                          .build(),
                      BodyHandlers.discarding())
                  .statusCode()
              == 200;
    } catch (IOException _) {
      good = false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    into.add(since(due), good);
  }

  private java.net.http.HttpResponse<Void> get(PlaneUnderLoad plane, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(plane.http() + path)).build(), BodyHandlers.discarding());
  }

  /** Does something again and again in a fixed rhythm, whatever it takes. */
  private static void every(
      double nanos, AtomicBoolean over, java.util.function.LongConsumer what) {
    long start = System.nanoTime();
    for (long i = 0; !over.get(); i++) {
      long due = start + (long) (nanos * (double) i);
      long left = due - System.nanoTime();
      try {
        if (left > 0) {
          TimeUnit.NANOSECONDS.sleep(left);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
      what.accept(i);
    }
  }

  private void run(ExecutorService threads, java.util.function.LongConsumer what) {
    long due = System.nanoTime();
    threads.execute(() -> {
      slots.acquireUninterruptibly();
      try {
        what.accept(due);
      } finally {
        slots.release();
      }
    });
  }

  private static byte[] of(SimulatedCluster cluster, java.util.function.Supplier<byte[]> body) {
    synchronized (cluster) {
      return body.get();
    }
  }

  private static Duration since(long due) {
    return Duration.ofNanos(System.nanoTime() - due);
  }

  /** A commit that a hundred changes share. */
  private static String revision(long change) {
    return "%040x".formatted(0xc0ffee0000L + change / 100);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> found = Files.walk(directory)) {
      found.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
