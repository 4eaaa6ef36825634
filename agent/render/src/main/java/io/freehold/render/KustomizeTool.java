package io.freehold.render;

import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.BuildResult;
import io.freehold.kustomize.KustomizeException;
import io.freehold.kustomize.Kustomizer;
import io.freehold.render.RenderException.Code;
import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;

/** Builds kustomizations in this process. */
public final class KustomizeTool implements Tool {
  private final Kustomizer kustomizer;
  private final BuildOptions options;

  /** With remote bases and charts disabled, as {@code kustomize build} orders its output. */
  public KustomizeTool() {
    this(new Kustomizer(), BuildOptions.DEFAULT);
  }

  /**
   * @param kustomizer does the work, and may be shared
   * @param options the same for all folders
   */
  public KustomizeTool(Kustomizer kustomizer, BuildOptions options) {
    this.kustomizer = kustomizer;
    this.options = options;
  }

  @Override
  public ToolResult render(ToolInput input) {
    try {
      var variables = BuildVariables.of(input);
      var overlay =
          KustomizeOverlay.of(
              input,
              variables,
              component -> input.find(KustomizeOverlay.path(input, component)).isPresent());
      BuildResult result =
          kustomizer.build(input.tree(), input.path(), options.withOverlay(overlay));
      input.reads().add(result.reads());
      var warnings = new ArrayList<>(result.warnings());
      warnings.addAll(variables.warnings());
      return new ToolResult(objects(result.objects(), input.path()), warnings);
    } catch (KustomizeException e) {
      Code code = e.code() == KustomizeException.Code.LIMIT ? Code.LIMIT : Code.BUILD;
      throw RenderException.told(code, input.path(), e);
    }
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
