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

    double[] cold = new double[processes];
    for (int i = 0; i < processes; i++) {
      try (var pool = new WorkerPool(options)) {
        cold[i] = millis(() -> pool.helm(request, Lookup.NOTHING));
      }
    }
    double[] warm = new double[runs];
    double resident;
    try (var pool = new WorkerPool(options)) {
      pool.helm(request, Lookup.NOTHING);
      for (int i = 0; i < runs; i++) {
        warm[i] = millis(() -> pool.helm(request, Lookup.NOTHING));
      }
      resident = ProcessUsage.of(pool.workers().getFirst()).residentMib();
    }
    double[] forked = new double[processes];
    for (int i = 0; i < processes; i++) {
      forked[i] = millis(this::fork);
    }
    out.println("| | best | median | per second |");
    out.println("| --- | --- | --- | --- |");
    row("first rendering, with the worker's start", cold);
    row("warm worker", warm);
    row("helm template, with its start", forked);
    out.printf(Locale.ROOT, "%nresident memory of the worker: %.0f MiB%n", resident);
    return 0;
  }

  private void row(String title, double[] millis) {
    Arrays.sort(millis);
    double median = millis[millis.length / 2];
    out.printf(
        Locale.ROOT,
        "| %s | %.0f ms | %.0f ms | %.1f |%n",
        title,
        millis[0],
        median,
        Duration.ofSeconds(1).toMillis() / median);
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
