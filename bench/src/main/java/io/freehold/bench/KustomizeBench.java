package io.freehold.bench;

import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.Kustomizer;
import io.freehold.yaml.Document;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures builds of kustomizations with JMH, and the upstream program on the same folders with the
 * start of its process. Prints a table.
 */
@Command(
    name = "kustomize",
    mixinStandardHelpOptions = true,
    description = "Measures builds of kustomizations against the upstream program.")
public final class KustomizeBench implements Callable<Integer> {
  @Option(
      names = "--upstream",
      defaultValue = "kustomize build",
      description = "What builds a folder (${DEFAULT-VALUE}); kubectl kustomize does it too.")
  private String upstream = "";

  @Option(
      names = "--runs",
      defaultValue = "20",
      description = "How often the upstream program runs per folder (${DEFAULT-VALUE}).")
  private int runs;

  private final PrintStream out = System.out;

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new KustomizeBench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Map<KustomizeFolder, Duration> theirs = new EnumMap<>(KustomizeFolder.class);
    for (var folder : KustomizeFolder.values()) {
      theirs.put(folder, upstream(folder));
    }
    var ours =
        new Runner(new OptionsBuilder().include(KustomizeBenchmark.class.getName()).build()).run();
    out.printf(
        Locale.ROOT,
        "%n| folder | upstream | everything new | | files known | | nothing changed |%n"
            + "| --- | --- | --- | --- | --- | --- | --- |%n");
    for (var folder : KustomizeFolder.values()) {
      double upstreamMillis = theirs.getOrDefault(folder, Duration.ZERO).toNanos() / 1e6;
      double fresh = best(ours, "everythingNew", folder);
      double known = best(ours, "filesKnown", folder);
      out.printf(
          Locale.ROOT,
          "| %s | %.0f ms | %.2f ms | %.0fx | %.2f ms | %.0fx | %.4f ms |%n",
          folder.title(),
          upstreamMillis,
          fresh,
          upstreamMillis / fresh,
          known,
          upstreamMillis / known,
          best(ours, "nothingChanged", folder));
    }
    return 0;
  }

  /** The best iteration: what the machine can do when nothing disturbs it. */
  private static double best(Collection<RunResult> results, String method, KustomizeFolder folder) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .filter(result -> result.getParams().getParam("folder").equals(folder.name()))
        .mapToDouble(result -> result.getPrimaryResult().getStatistics().getMin())
        .findFirst()
        .orElseThrow();
  }

  /** The fastest of many runs, after it was checked that the program gives what we give. */
  private Duration upstream(KustomizeFolder folder) throws Exception {
    try (var repository = BenchRepository.create()) {
      var tree = repository.commit(folder.files());
      Path path = repository.files().resolve("overlay");
      var expected =
          Yaml.parse("upstream", run(path), Schema.KUSTOMIZE).stream().map(Document::root).toList();
      if (!new Kustomizer()
          .build(tree, "overlay", BuildOptions.DEFAULT)
          .objects()
          .equals(expected)) {
        throw new IllegalStateException(folder + ": " + upstream + " gives other objects");
      }
      Duration best = Duration.ofDays(1);
      for (int i = 0; i < runs; i++) {
        long start = System.nanoTime();
        run(path);
        var took = Duration.ofNanos(System.nanoTime() - start);
        best = took.compareTo(best) < 0 ? took : best;
      }
      return best;
    }
  }

  private byte[] run(Path folder) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(upstream.split(" ", -1)));
    command.add(folder.toString());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(upstream + " failed");
    }
    return output;
  }
}
