package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import java.util.List;
import java.util.Optional;

/** Runs the generators of one kustomization. */
final class GeneratorStep {
  private final Target target;
  private final Kustomization kustomization;

  GeneratorStep(Target target) {
    this.target = target;
    this.kustomization = target.kustomization();
  }

  void run(Accumulator accumulator) {
    maps(accumulator, "configMapGenerator", "ConfigMapGenerator", false);
    maps(accumulator, "secretGenerator", "SecretGenerator", true);
    List<MapValue> charts = kustomization.maps("helmCharts");
    for (int i = 0; i < charts.size(); i++) {
      var generator =
          new ChartGenerator(
              charts.get(i),
              kustomization.map("helmGlobals"),
              target,
              kustomization.place("helmCharts", i));
      run(accumulator, generator, builtin("HelmChartInflationGenerator"));
    }
    var plugins = new PluginFactory(target);
    for (Resource config : PluginConfigs.read(target, "generators")) {
      run(accumulator, plugins.generator(config), PluginConfigs.origin(config));
    }
  }

  private void maps(Accumulator accumulator, String field, String type, boolean isSecret) {
    List<MapValue> entries = kustomization.maps(field);
    for (int i = 0; i < entries.size(); i++) {
      var generator =
          new MapGenerator(
              entries.get(i),
              kustomization.map("generatorOptions"),
              isSecret,
              target.loader(),
              kustomization.place(field, i));
      run(accumulator, generator, builtin(type));
    }
  }

  private Optional<MapValue> builtin(String type) {
    return target
        .originPath()
        .map(origin ->
            Origins.configured(
                OriginPaths.join(origin, kustomization.fileName()), "builtin", type, "", ""));
  }

  private static void run(Accumulator accumulator, Generator generator, Optional<MapValue> origin) {
    for (Resource generated : generator.generate()) {
      if (origin.isPresent() && !Origins.has(generated)) {
        Origins.set(generated, origin.get());
      }
      accumulator.absorb(generated);
    }
  }
}
