package io.freehold.renderworker;

import io.freehold.worker.HelmFlag;
import io.freehold.worker.HelmRequest;
import java.util.stream.Collectors;

/** Schemas of values; helm-java cannot be told to skip them, but a chart without one has none. */
final class SchemaFiles {
  private SchemaFiles() {}

  /**
   * The request, without the schemas of the chart and its unpacked subcharts if it asks for that.
   */
  static HelmRequest withoutIfAsked(HelmRequest request) {
    if (!request.flags().contains(HelmFlag.SKIP_SCHEMA_VALIDATION)) {
      return request;
    }
    var files =
        request.chart().entrySet().stream()
            .filter(file -> !isSchema(file.getKey()))
            .collect(Collectors.toMap(file -> file.getKey(), file -> file.getValue()));
    return new HelmRequest(
        files,
        request.releaseName(),
        request.namespace(),
        request.values(),
        request.capabilities(),
        request.flags());
  }

  private static boolean isSchema(String path) {
    return path.matches("(charts/[^/]+/)*values\\.schema\\.json");
  }
}
