package io.freehold.render;

import io.freehold.worker.HelmValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of the cluster a chart may depend on, told from its texts. A chart is told only that, so
 * that a new kind of somebody else does not render it again, with other random values.
 */
final class ChartFacts {
  private static final String OBJECT = "Capabilities";
  private static final String CONSTRAINT = "kubeVersion";
  private static final Pattern WHOLE_LIST = Pattern.compile("APIVersions(?!\\.Has\\b)");

  private final List<String> texts;
  private final boolean isClosed;
  private final boolean hasConstraint;

  /** The facts that matter to a chart with its values. */
  ChartFacts(Map<String, byte[]> chart, HelmValues values) {
    this.texts =
        Stream.of(
                chart.values().stream()
                    .map(content -> new String(content, StandardCharsets.ISO_8859_1)),
                values.documents().stream().map(document -> document.text()),
                values.parameters().stream().map(parameter -> parameter.value()))
            .flatMap(all -> all)
            .toList();
    // Nobody knows what is in archives.
    this.isClosed = chart.keySet().stream().anyMatch(path -> path.endsWith(".tgz"));
    this.hasConstraint =
        chart.entrySet().stream()
            .filter(file -> file.getKey().endsWith(ManifestFiles.CHART))
            .map(file -> new String(file.getValue(), StandardCharsets.ISO_8859_1))
            .anyMatch(text -> text.contains(CONSTRAINT));
  }

  /** Whether any of them does. */
  boolean matter() {
    return isClosed || hasConstraint || says(OBJECT);
  }

  /** Those that do. */
  ClusterFacts of(ClusterFacts facts) {
    if (!matter()) {
      return ClusterFacts.NONE;
    }
    if (isClosed || texts.stream().anyMatch(text -> WHOLE_LIST.matcher(text).find())) {
      return facts;
    }
    var named =
        facts.apiVersions().stream()
            .filter(version -> isCore(version) || says(version.substring(0, version.indexOf('/'))))
            .toList();
    return new ClusterFacts(facts.version(), named);
  }

  /** {@code v1} or {@code v1/Pod}, which only an upgrade changes. */
  private static boolean isCore(String version) {
    return version.equals("v1") || version.startsWith("v1/");
  }

  private boolean says(String word) {
    return texts.stream().anyMatch(text -> text.contains(word));
  }
}
