package io.freehold.renderworker;

import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.util.Map;

/** What a chart calls itself. */
final class ChartName {
  private ChartName() {}

  /** The name in {@code Chart.yaml}; {@code chart} when there is none. */
  static String of(Map<String, byte[]> files) {
    byte[] bytes = files.get("Chart.yaml");
    if (bytes != null) {
      try {
        var documents = Yaml.parse("Chart.yaml", bytes, Schema.KUBERNETES);
        if (!documents.isEmpty()
            && documents.getFirst().root() instanceof MapValue chart
            && !chart.text("name").isEmpty()) {
          return chart.text("name");
        }
      } catch (YamlException _) {
        // Helm says what is wrong with it.
      }
    }
    return "chart";
  }
}
