package io.freehold.kustomize;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapBuilder;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;

/** Turns the deprecated {@code helmChartInflationGenerator} into {@code helmCharts}. */
final class OldCharts {
  private static final String[] RENAMED = {
    "chartName", "name",
    "chartVersion", "version",
    "chartRepoUrl", "repo",
    "values", "valuesFile",
    "valuesLocal", "valuesInline",
    "valuesMerge", "valuesMerge",
    "releaseName", "releaseName",
    "releaseNamespace", "namespace"
  };

  private OldCharts() {}

  static MapValue fold(MapValue fields) {
    var charts = new ArrayList<>(fields.list("helmCharts").items());
    MapValue globals = fields.map("helmGlobals");
    for (Value item : fields.list("helmChartInflationGenerator")) {
      var old = (MapValue) item;
      MapBuilder chart = MapValue.builder();
      for (int i = 0; i < RENAMED.length; i += 2) {
        String field = RENAMED[i + 1];
        old.get(RENAMED[i]).ifPresent(value -> chart.put(field, value));
      }
      charts.add(chart.build());
      if (!fields.has("helmGlobals")) {
        globals = with(globals, "chartHome", old.text("chartHome"));
        globals = with(globals, "configHome", old.text("helmHome"));
      }
    }
    MapValue result =
        fields.without("helmChartInflationGenerator").with("helmCharts", ListValue.of(charts));
    return globals.isEmpty() ? result : result.with("helmGlobals", globals);
  }

  private static MapValue with(MapValue map, String field, String text) {
    return text.isEmpty() ? map : map.with(field, new io.freehold.yaml.StringValue(text));
  }
}
