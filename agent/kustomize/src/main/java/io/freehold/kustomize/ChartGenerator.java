package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import java.util.ArrayList;
import java.util.List;

/** Lets the chart port render an entry of {@code helmCharts}. */
final class ChartGenerator implements Generator {
  private static final String DEFAULT_HOME = "charts";

  private final MapValue chart;
  private final MapValue globals;
  private final Target target;
  private final String place;

  ChartGenerator(MapValue chart, MapValue globals, Target target, String place) {
    this.chart = chart;
    this.globals = globals;
    this.target = target;
    this.place = place;
  }

  @Override
  public List<Resource> generate() {
    MapValue spec = chart;
    if (spec.text("namespace").isEmpty() && !target.chartNamespace().isEmpty()) {
      spec = spec.with("namespace", new StringValue(target.chartNamespace()));
    }
    String home = globals.text("chartHome");
    var request =
        new ChartInflator.Chart(
            spec,
            home.isEmpty() ? DEFAULT_HOME : home,
            target.loader().tree(),
            target.loader().root());
    target.context().markRemote();
    List<MapValue> objects;
    try {
      objects = target.context().charts().inflate(request);
    } catch (KustomizeException e) {
      throw e.at(place);
    } catch (RuntimeException e) {
      throw new KustomizeException(
          KustomizeException.Code.PORT,
          place + ": chart " + spec.text("name") + ": " + e.getMessage(),
          e);
    }
    var resources = new ArrayList<Resource>(objects.size());
    for (MapValue object : objects) {
      var resource = new Resource(object, place);
      resource.markFromChart();
      resources.add(resource);
    }
    return resources;
  }
}
