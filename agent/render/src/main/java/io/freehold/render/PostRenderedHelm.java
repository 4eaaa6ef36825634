package io.freehold.render;

import io.freehold.api.KustomizeOptions;
import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.BuildOptions.Order;
import io.freehold.kustomize.KustomizeException;
import io.freehold.kustomize.Kustomizer;
import io.freehold.render.RenderException.Code;
import io.freehold.yaml.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies the kustomize options of a source to what its chart gives, as a post-renderer of Helm
 * does. There are no files beside it: patches are inline, and components do not exist.
 */
final class PostRenderedHelm implements Tool {
  private static final String FILE = "chart.json";

  private final Tool helm;
  private final Kustomizer kustomizer = new Kustomizer();

  PostRenderedHelm(Tool helm) {
    this.helm = helm;
  }

  @Override
  public ToolResult render(ToolInput input) {
    ToolResult chart = helm.render(input);
    try {
      var variables = BuildVariables.of(input);
      // Beside what a chart gives there are no components.
      KustomizeOptions options = input.source().kustomizeOptions();
      List<String> components =
          options.ignoreMissingComponents() ? List.of() : options.components();
      var overlay = KustomizeOverlay.of(input, variables, components);
      var result =
          kustomizer.build(
              new RenderedTree(FILE, json(chart)),
              "",
              BuildOptions.DEFAULT.withOrder(Order.NONE).withOverlay(overlay));
      var warnings = new ArrayList<>(chart.warnings());
      warnings.addAll(variables.warnings());
      return new ToolResult(KustomizeTool.objects(result.objects(), input.path()), warnings);
    } catch (KustomizeException e) {
      throw new RenderException(
          Code.BUILD, input.path(), 0, "kustomize on top of the chart: " + e.getMessage(), e);
    }
  }

  /** JSON is YAML, and one text for all keeps their order. */
  private static byte[] json(ToolResult chart) {
    var text = new ByteArrayOutputStream();
    for (RenderedObject object : chart.objects()) {
      text.writeBytes("---\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      text.writeBytes(Json.bytes(object.content()));
      text.write('\n');
    }
    return text.toByteArray();
  }
}
