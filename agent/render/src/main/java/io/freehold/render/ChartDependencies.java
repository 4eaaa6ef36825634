package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;

/** Fetches the charts that other charts depend on. Thread safe. */
@FunctionalInterface
public interface ChartDependencies {
  /** For processes that reach no repositories. */
  ChartDependencies UNREACHABLE =
      (repository, chart, _) -> {
        throw new RenderException(
            Code.SOURCE,
            ManifestFiles.CHART,
            0,
            "the dependency %s of %s cannot be fetched here; put it into the folder charts"
                .formatted(chart, repository));
      };

  /**
   * The folder of a chart.
   *
   * @param repository {@code https://…} or {@code oci://…}
   * @param version version or range
   * @throws RuntimeException when it cannot be had; the message says why in one line
   */
  Tree fetch(String repository, String chart, String version);
}
