package io.freehold.cli;

import static java.util.Objects.requireNonNull;

import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import io.freehold.kustomize.DiskTree;
import io.freehold.kustomize.KustomizeException;
import io.freehold.kustomize.Kustomizer;
import io.freehold.render.ClusterFacts;
import io.freehold.render.FetchedSource;
import io.freehold.render.KustomizeTool;
import io.freehold.render.RenderException;
import io.freehold.render.RenderInput;
import io.freehold.render.RenderLimits;
import io.freehold.render.Rendered;
import io.freehold.render.RenderedObject;
import io.freehold.render.Renderer;
import io.freehold.render.Substitution;
import io.freehold.render.SubstitutionException;
import io.freehold.render.Tools;
import io.freehold.render.WorkerTools;
import io.freehold.source.CredentialStore;
import io.freehold.source.SourceException;
import io.freehold.tree.Tree;
import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerOptions;
import io.freehold.yaml.MapValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders folders of this machine with the tools of the agent. Thread safe. */
final class LocalRenders implements AutoCloseable {
  private static final long CACHE_BYTES = 16L << 20;

  private final Kustomizer kustomizer = new Kustomizer();
  private final LocalSources sources;
  private final @Nullable WorkerTools workers;
  private final Tools tools;

  /**
   * @param credentials of repositories that are fetched
   * @param cache keeps what was fetched
   */
  LocalRenders(CredentialStore credentials, Path cache) {
    this.sources = new LocalSources(credentials, cache);
    this.workers = workers();
    this.tools =
        workers == null
            ? Tools.inProcess()
            : workers.addTo(Tools.inProcess(), RenderLimits.DEFAULT);
  }

  /** What is printed. */
  record Output(List<MapValue> objects, List<String> warnings) {
    static Output of(Rendered rendered) {
      return new Output(
          rendered.objects().stream().map(RenderedObject::content).toList(), rendered.warnings());
    }
  }

  /**
   * Renders one folder.
   *
   * @throws RenderException when it cannot be rendered
   */
  Output render(RenderRequest request) {
    Path folder = request.folder().toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new CliException(ExitCode.USAGE, "there is no folder " + request.folder());
    }
    Path root = root(request, folder);
    if (!folder.startsWith(root)) {
      throw new CliException(
          ExitCode.USAGE, request.folder() + " is not in the root " + request.root());
    }
    Tree tree = new DiskTree(root, Clock.systemUTC());
    String path = root.relativize(folder).toString();
    if (request.substitute().isEmpty() && isKustomization(request, folder)) {
      return kustomization(tree, path, request);
    }
    return Output.of(
        new Renderer(tools, RenderLimits.DEFAULT, CACHE_BYTES)
            .render(
                new RenderInput(
                    name(request, folder),
                    request.namespace(),
                    List.of(new FetchedSource(request.source().at(path), tree)),
                    ClusterFacts.NONE,
                    substitution(request.substitute(), false),
                    null,
                    Lookup.NOTHING,
                    sources)));
  }

  /** As {@code kustomize build}, which also prints what no API server would take. */
  private Output kustomization(Tree tree, String path, RenderRequest request) {
    try {
      var result =
          kustomizer.build(
              tree,
              path,
              request.build(),
              KustomizeTool.bases(sources),
              KustomizeTool.charts(tree, tools.helm(), sources));
      return new Output(result.objects(), result.warnings());
    } catch (KustomizeException e) {
      throw new CliException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Renders a whole Application, whose sources without a repository are in the root; the others are
   * fetched.
   *
   * @param root the Git repository around the file when null
   */
  Output render(ApplicationFile file, @Nullable Path root) {
    return render(file, root, ClusterFacts.NONE);
  }

  /** The same for a cluster of which something is known. */
  Output render(ApplicationFile file, @Nullable Path root, ClusterFacts facts) {
    var application = file.application();
    var spec = application.spec();
    if (!spec.substitution().from().isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          file.file()
              + ": spec.substitute.from names objects of a cluster; set their values in vars");
    }
    Path folder = requireNonNull(file.file().toAbsolutePath().normalize().getParent());
    Path top = root == null ? repository(folder) : root.toAbsolutePath().normalize();
    Tree tree = new DiskTree(top == null ? folder : top, Clock.systemUTC());
    var fetched = new ArrayList<FetchedSource>();
    for (Source source : spec.sources()) {
      fetched.add(
          source.repoUrl().isEmpty() ? new FetchedSource(source, tree) : fetch(file, source));
    }
    if (fetched.isEmpty()) {
      throw new CliException(ExitCode.USAGE, file.file() + ": spec.sources is empty");
    }
    String namespace = spec.destination().namespace();
    return Output.of(
        new Renderer(tools, RenderLimits.DEFAULT, CACHE_BYTES)
            .render(
                new RenderInput(
                    application.metadata().name(),
                    namespace.isEmpty() ? application.metadata().namespace() : namespace,
                    fetched,
                    facts,
                    substitution(spec.substitution().vars(), spec.substitution().strict()),
                    null,
                    Lookup.NOTHING,
                    sources)));
  }

  private FetchedSource fetch(ApplicationFile file, Source source) {
    try {
      return sources.fetch(source);
    } catch (SourceException e) {
      throw new CliException(
          ExitCode.FAILED,
          "%s: the source %s: %s".formatted(file.file(), source.repoUrl(), e.getMessage()),
          e);
    }
  }

  private static @Nullable Substitution substitution(Map<String, String> vars, boolean strict) {
    try {
      return vars.isEmpty() ? null : Substitution.of(vars, strict);
    } catch (SubstitutionException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Null where the worker is not built, as in parts of a build: charts are refused then. */
  private @Nullable WorkerTools workers() {
    Path library = Installation.find().renderWorker();
    return Files.isDirectory(library)
        ? new WorkerTools(WorkerOptions.of(library), sources::chart)
        : null;
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.close();
    }
    sources.close();
  }

  private static String name(RenderRequest request, Path folder) {
    Path last = folder.getFileName();
    return !request.name().isEmpty() ? request.name() : last == null ? "app" : last.toString();
  }

  /**
   * The Git repository around the folder. Where there is none, a kustomization may refer to
   * anything, as {@code kustomize build} has it; everything else stays in its folder.
   */
  private static Path root(RenderRequest request, Path folder) {
    if (request.root() != null) {
      Path root = request.root().toAbsolutePath().normalize();
      if (!Files.isDirectory(root)) {
        throw new CliException(ExitCode.USAGE, "there is no folder " + request.root());
      }
      return root;
    }
    Path repository = repository(folder);
    if (repository != null) {
      return repository;
    }
    return isKustomization(request, folder) ? requireNonNull(folder.getRoot()) : folder;
  }

  private static @Nullable Path repository(Path folder) {
    @Nullable Path repository = folder;
    while (repository != null && !Files.exists(repository.resolve(".git"))) {
      repository = repository.getParent();
    }
    return repository;
  }

  private static boolean isKustomization(RenderRequest request, Path folder) {
    RenderTool tool = request.source().tool();
    if (tool != null) {
      return tool == RenderTool.KUSTOMIZE;
    }
    return !Files.exists(folder.resolve("Chart.yaml"))
        && (Files.exists(folder.resolve("kustomization.yaml"))
            || Files.exists(folder.resolve("kustomization.yml"))
            || Files.exists(folder.resolve("Kustomization")));
  }
}
