package io.freehold.renderworker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freehold.worker.HelmRequest;
import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Charts for tests. */
final class Charts {
  private Charts() {}

  /** The folder with the packaged worker. */
  static Path library() {
    return Path.of("target", "dist", "lib").toAbsolutePath();
  }

  /** The files of a chart in the test resources. */
  static Map<String, byte[]> read(Path folder) throws IOException {
    var files = new HashMap<String, byte[]>();
    try (var paths = Files.walk(folder)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> files.put(folder.relativize(path).toString(), bytes(path)));
    }
    return files;
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A chart with one template. */
  static Map<String, byte[]> of(String template) {
    return of(Map.of("templates/all.yaml", template));
  }

  /** A chart with some files. */
  static Map<String, byte[]> of(Map<String, String> files) {
    var chart = new HashMap<String, byte[]>();
    chart.put("Chart.yaml", "{apiVersion: v2, name: small, version: 1.0.0}".getBytes(UTF_8));
    files.forEach((path, text) -> chart.put(path, text.getBytes(UTF_8)));
    return chart;
  }

  /** A release of a chart with nothing special. */
  static HelmRequest release(Map<String, byte[]> chart) {
    return release(chart, HelmValues.NONE);
  }

  /** A release of a chart with values. */
  static HelmRequest release(Map<String, byte[]> chart, HelmValues values) {
    return new HelmRequest(chart, "demo", "shop", values, Capabilities.DEFAULT, Set.of());
  }
}
