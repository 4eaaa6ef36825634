package io.freehold.bench;

import static java.util.Objects.requireNonNull;

import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.BuildResult;
import io.freehold.kustomize.Kustomizer;
import io.freehold.kustomize.Overlay;
import io.freehold.tree.Tree;
import io.freehold.yaml.MapValue;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Builds from a bare Git repository, as the agent does; only the process is warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
public class KustomizeBenchmark {
  private static final String PATH = "overlay";

  /** Which folder. */
  @Param public @Nullable KustomizeFolder folder;

  private final Kustomizer kustomizer = new Kustomizer();
  private @Nullable BenchRepository repository;
  private @Nullable Tree tree;
  private @Nullable Tree next;
  private boolean odd;
  private int number;

  /** Commits the folder, and then something else beside it. */
  @Setup(Level.Trial)
  public void commit() throws Exception {
    repository = BenchRepository.create();
    tree = repository.commit(requireNonNull(folder).files());
    next = repository.commit(java.util.Map.of("README.md", "Nothing that the build reads.\n"));
  }

  /** Removes the repository. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    requireNonNull(repository).close();
  }

  /** Every file is read from Git and parsed, nothing is remembered. */
  @Benchmark
  public BuildResult everythingNew() {
    return new Kustomizer().build(requireNonNull(tree), PATH, BuildOptions.DEFAULT);
  }

  /** The files are known, the build is new: an option of the application differs. */
  @Benchmark
  public BuildResult filesKnown() {
    var annotation = MapValue.builder().put("example.org/build", "n" + number++).build();
    var overlay = new Overlay(MapValue.of("commonAnnotations", annotation));
    return kustomizer.build(requireNonNull(tree), PATH, BuildOptions.DEFAULT.withOverlay(overlay));
  }

  /** Another commit, in which nothing changed that the build reads. */
  @Benchmark
  public BuildResult nothingChanged() {
    odd = !odd;
    return kustomizer.build(requireNonNull(odd ? tree : next), PATH, BuildOptions.DEFAULT);
  }
}
