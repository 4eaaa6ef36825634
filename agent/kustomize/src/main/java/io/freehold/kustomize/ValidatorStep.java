package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import java.util.List;

/** Runs the validators of one kustomization: transformers that must not change anything. */
final class ValidatorStep {
  private final Target target;

  ValidatorStep(Target target) {
    this.target = target;
  }

  void run(Accumulator accumulator) {
    if (target.kustomization().texts("validators").isEmpty()) {
      return;
    }
    var plugins = new PluginFactory(target);
    ResourceSet resources = accumulator.resources();
    for (Resource config : PluginConfigs.read(target, "validators")) {
      var before = values(resources);
      plugins.transformer(config).apply(resources);
      if (!before.equals(values(resources))) {
        throw new KustomizeException(
            Code.PLUGIN,
            config + ": a validator must not change objects; list it in transformers instead");
      }
    }
  }

  private static List<io.freehold.yaml.MapValue> values(ResourceSet resources) {
    return resources.all().stream().map(Resource::value).toList();
  }
}
