package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the objects that configure plugins: files, folders, or inline. */
final class PluginConfigs {
  private PluginConfigs() {}

  static List<Resource> read(Target target, String field) {
    var gathered = new Accumulator(target.context());
    var paths = new ArrayList<String>();
    Kustomization kustomization = target.kustomization();
    for (String entry : kustomization.texts(field)) {
      if (!InlineText.isInline(entry)) {
        paths.add(entry);
        continue;
      }
      String owner = kustomization.display() + ", " + field;
      var resources =
          Resources.of(
              target.loader().inline(entry, owner, io.freehold.yaml.Schema.KUSTOMIZE), owner);
      target
          .originPath()
          .ifPresent(origin ->
              resources.forEach(resource ->
                  Origins.set(
                      resource, Origins.file(OriginPaths.join(origin, kustomization.fileName())))));
      gathered.append(resources);
    }
    target.accumulateResources(gathered, paths);
    for (Resource config : gathered.resources().all()) {
      if (!config.gvk().apiVersion().equals("builtin")) {
        throw new KustomizeException(
            Code.DISABLED,
            config
                + ": only plugins with apiVersion builtin are allowed; programs, containers and Go"
                + " plugins never run here");
      }
    }
    return gathered.resources().all();
  }

  /** What the annotations of changed objects say about a plugin. */
  static Optional<MapValue> origin(Resource config) {
    if (!Origins.has(config)) {
      return Optional.empty();
    }
    String text = config.textMap("annotations").text(Origins.ORIGIN);
    String path = text.startsWith("path: ") ? text.substring("path: ".length()).strip() : "";
    return Optional.of(
        Origins.configured(
            path,
            config.gvk().apiVersion(),
            config.gvk().kind(),
            config.name(),
            config.namespace()));
  }
}
