package io.freehold.bench;

import io.freehold.worker.HelmRequest;
import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues;
import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures renderings of one chart: the first of a worker with the start of its process, those of a
 * warm worker, its memory, and the helm command with the start of its process.
 */
@Command(
    name = "helm",
    mixinStandardHelpOptions = true,
    description = "Measures renderings of a chart against the helm command.")
public final class HelmBench implements Callable<Integer> {
  // USER_HZ is 100 on every Linux architecture that a JVM runs on.
  private static final double TICKS_PER_SECOND = 100;

  @Option(names = "--chart", required = true, description = "Folder of the chart.")
  private Path chart = Path.of("");

  @Option(
      names = "--worker",
      defaultValue = "agent/render-worker/target/dist/lib",
      description = "The worker's program folder (${DEFAULT-VALUE}).")
  private Path worker = Path.of("");

  @Option(
      names = "--helm",
      defaultValue = "helm",
      description = "The helm command (${DEFAULT-VALUE}).")
  private String helm = "";

  @Option(
      names = "--runs",
      defaultValue = "100",
      description = "Renderings of a warm worker (${DEFAULT-VALUE}); a tenth of it for the others.")
  private int runs;

  private final PrintStream out = System.out;

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new HelmBench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var request =
        new HelmRequest(
            files(chart), "bench", "default", HelmValues.NONE, Capabilities.DEFAULT, Set.of());
    var options = WorkerOptions.of(worker.toAbsolutePath()).withWorkers(1);
    int processes = Math.max(1, runs / 10);

    out.println("| | best | median | per second | processor time each |");
    out.println("| --- | --- | --- | --- | --- |");
    double before = childrenSeconds();
    double[] cold = new double[processes];
    for (int i = 0; i < processes; i++) {
      try (var pool = new WorkerPool(options)) {
        cold[i] = millis(() -> pool.helm(request, Lookup.NOTHING));
      }
    }
    row("first rendering, with the worker's start", cold, childrenSeconds() - before);

    double[] warm = new double[runs];
    ProcessUsage usage;
    try (var pool = new WorkerPool(options)) {
      for (int i = 0; i < processes; i++) {
        pool.helm(request, Lookup.NOTHING);
      }
      long worker = pool.workers().getFirst();
      double cpu = ProcessUsage.of(worker).cpuSeconds();
      for (int i = 0; i < runs; i++) {
        warm[i] = millis(() -> pool.helm(request, Lookup.NOTHING));
      }
      usage = ProcessUsage.of(worker);
      row("warm worker", warm, usage.cpuSeconds() - cpu);
    }

    before = childrenSeconds();
    double[] forked = new double[runs];
    for (int i = 0; i < runs; i++) {
      forked[i] = millis(this::fork);
    }
    row("helm template, with its start", forked, childrenSeconds() - before);
    out.printf(
        Locale.ROOT,
        "%nresident memory of the worker: %.0f MiB, at most %.0f MiB%n",
        usage.residentMib(),
        usage.peakMib());
    return 0;
  }

  private void row(String title, double[] millis, double cpuSeconds) {
    Arrays.sort(millis);
    double median = millis[millis.length / 2];
    out.printf(
        Locale.ROOT,
        "| %s | %.0f ms | %.0f ms | %.1f | %.0f ms |%n",
        title,
        millis[0],
        median,
        Duration.ofSeconds(1).toMillis() / median,
        cpuSeconds * 1000 / millis.length);
  }

  /**
   * Processor time of all child processes that have ended, which load of others does not change.
   */
  private static double childrenSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Double.parseDouble(fields[13]) + Double.parseDouble(fields[14])) / TICKS_PER_SECOND;
  }

  private String fork() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(helm, "template", "bench", chart.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("helm template failed");
    }
    return text;
  }

  private static double millis(Callable<String> rendering) throws Exception {
    long start = System.nanoTime();
    if (rendering.call().isBlank()) {
      throw new IllegalStateException("the chart gives nothing");
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    var files = new HashMap<String, byte[]>();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
