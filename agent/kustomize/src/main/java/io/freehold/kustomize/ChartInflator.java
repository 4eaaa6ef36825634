package io.freehold.kustomize;

import io.freehold.tree.Tree;
import io.freehold.yaml.MapValue;
import java.util.List;

/** Renders the charts of {@code helmCharts}. */
@FunctionalInterface
public interface ChartInflator {
  /** Renders none. */
  ChartInflator DISABLED =
      chart -> {
        throw new KustomizeException(
            KustomizeException.Code.DISABLED,
            "helmCharts are not enabled here; render the chart with a Helm source instead");
      };

  /**
   * Renders a chart.
   *
   * @return its objects in order
   * @throws RuntimeException when it cannot be rendered; the message says why
   */
  List<MapValue> inflate(Chart chart);

  /**
   * A chart to render.
   *
   * @param spec the entry of {@code helmCharts}: name, version, repo, releaseName, namespace,
   *     valuesFile, valuesInline and so on
   * @param chartHome the folder of unpacked charts, relative to the kustomization
   * @param tree where files are read from
   * @param path the folder of the kustomization in the tree
   */
  record Chart(MapValue spec, String chartHome, Tree tree, String path) {}
}
