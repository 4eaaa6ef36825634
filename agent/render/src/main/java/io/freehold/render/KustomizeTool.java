package io.freehold.render;

import io.freehold.api.Source;
import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.BuildResult;
import io.freehold.kustomize.ChartInflator;
import io.freehold.kustomize.KustomizeException;
import io.freehold.kustomize.Kustomizer;
import io.freehold.kustomize.RemoteBases;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeReads;
import io.freehold.worker.Lookup;
import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds kustomizations in this process. */
public final class KustomizeTool implements Tool {
  private final Kustomizer kustomizer;
  private final BuildOptions options;
  private final @Nullable Tool helm;

  /** With remote bases and charts disabled, as {@code kustomize build} orders its output. */
  public KustomizeTool() {
    this(new Kustomizer(), BuildOptions.DEFAULT);
  }

  /**
   * @param kustomizer does the work, and may be shared
   * @param options the same for all folders
   */
  public KustomizeTool(Kustomizer kustomizer, BuildOptions options) {
    this(kustomizer, options, null);
  }

  private KustomizeTool(Kustomizer kustomizer, BuildOptions options, @Nullable Tool helm) {
    this.kustomizer = kustomizer;
    this.options = options;
    this.helm = helm;
  }

  /** This tool with what renders the charts that kustomizations name. */
  KustomizeTool withCharts(Tool other) {
    return new KustomizeTool(kustomizer, options, other);
  }

  @Override
  public ToolResult render(ToolInput input) {
    try {
      var variables = BuildVariables.of(input);
      var overlay = KustomizeOverlay.of(input, variables, new ComponentPaths(input).all());
      BuildResult result =
          kustomizer.build(
              input.tree(),
              input.path(),
              options.withOverlay(overlay),
              bases(input),
              charts(input));
      input.reads().add(result.reads());
      var warnings = new ArrayList<>(result.warnings());
      warnings.addAll(variables.warnings());
      return new ToolResult(objects(result.objects(), input.path()), warnings);
    } catch (KustomizeException e) {
      throw RenderException.told(code(e), input.path(), e);
    }
  }

  private static Code code(KustomizeException e) {
    if (e.code() == KustomizeException.Code.LIMIT) {
      return Code.LIMIT;
    }
    // What could not be fetched now may be there later; what is refused needs somebody to act.
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof RemoteSources.Unavailable
          || (cause instanceof RenderException render && render.code() == Code.SOURCE)) {
        return Code.SOURCE;
      }
    }
    return Code.BUILD;
  }

  /** Fetches remote bases as the render allows it. */
  @SuppressWarnings("ReferenceEquality") // the constant
  public static RemoteBases bases(RemoteSources remote) {
    return remote == RemoteSources.NONE
        ? RemoteBases.DISABLED
        : url -> {
          RemoteBaseUrl base = RemoteBaseUrl.parse(url);
          return new RemoteBases.Base(
              remote.repository(base.repository(), base.revision(), base.submodules()),
              base.path());
        };
  }

  /**
   * Renders the charts that a kustomization names, for those who build it themselves.
   *
   * @param tree what the build reads
   * @param helm renders charts
   */
  public static ChartInflator charts(Tree tree, Tool helm, RemoteSources remote) {
    var input =
        new ToolInput(
            tree,
            "",
            Source.folder(""),
            "",
            new TreeReads(),
            Map.of(),
            "app",
            "default",
            new ClusterView(ClusterFacts.NONE, Lookup.NOTHING),
            remote);
    return new KustomizationCharts(input, helm);
  }

  private static RemoteBases bases(ToolInput input) {
    return bases(input.remote());
  }

  private ChartInflator charts(ToolInput input) {
    return helm == null ? ChartInflator.DISABLED : new KustomizationCharts(input, helm);
  }

  static List<RenderedObject> objects(List<MapValue> built, String path) {
    var rendered = new ArrayList<RenderedObject>(built.size());
    for (MapValue object : built) {
      if (object.text("apiVersion").isEmpty()
          || object.text("kind").isEmpty()
          || object.map("metadata").text("name").isEmpty()) {
        throw new RenderException(
            Code.OBJECT,
            path,
            0,
            "the kustomization gives an object without apiVersion, kind or metadata.name as text:"
                + " "
                + object.text("kind")
                + " "
                + object.map("metadata").text("name"));
      }
      rendered.add(new RenderedObject(object, path, 0));
    }
    return rendered;
  }
}
