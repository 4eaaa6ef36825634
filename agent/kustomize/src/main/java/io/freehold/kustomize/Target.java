package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.tree.Tree;
import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One kustomization and everything below it. */
final class Target {
  private final BuildContext context;
  private final Loader loader;
  private final Kustomization kustomization;

  /** The path from the root kustomization as origins tell it; empty when origins are not kept. */
  private final Optional<String> originPath;

  /** The namespace that charts get when they name none. */
  private final String chartNamespace;

  Target(
      BuildContext context,
      Loader loader,
      Kustomization kustomization,
      Optional<String> originPath,
      String chartNamespace) {
    this.context = context;
    this.loader = loader;
    this.kustomization = kustomization;
    this.originPath = originPath;
    this.chartNamespace =
        kustomization.text("namespace").isEmpty()
            ? chartNamespace
            : kustomization.text("namespace");
    chooseSchema();
  }

  Loader loader() {
    return loader;
  }

  Kustomization kustomization() {
    return kustomization;
  }

  BuildContext context() {
    return context;
  }

  Optional<String> originPath() {
    return originPath;
  }

  String chartNamespace() {
    return chartNamespace;
  }

  /** Runs all steps of this level on what is there already: nothing, or the set of a parent. */
  void accumulate(Accumulator accumulator) {
    accumulateResources(accumulator, kustomization.texts("resources"));
    FieldConfig configurations = FieldConfig.EMPTY;
    for (String path : kustomization.texts("configurations")) {
      configurations = configurations.merge(configuration(path));
    }
    accumulator.mergeConfig(BuiltinFieldConfig.INSTANCE.merge(configurations));
    FieldConfig crds = FieldConfig.EMPTY;
    for (String path : kustomization.texts("crds")) {
      crds = crds.merge(CrdFieldConfig.read(loader, path));
    }
    accumulator.mergeConfig(crds);
    new GeneratorStep(this).run(accumulator);
    for (String path : kustomization.texts("components")) {
      accumulateComponent(accumulator, path);
    }
    new TransformerStep(this).run(accumulator);
    new ValidatorStep(this).run(accumulator);
    var variables = new ArrayList<Variable>();
    for (MapValue entry : kustomization.maps("vars")) {
      var variable = Variable.of(entry, kustomization.place("vars", variables.size()));
      variable.attach(accumulator.resources());
      variables.add(variable);
    }
    variables.forEach(accumulator::addVariable);
  }

  /** Appends what files and folders hold. */
  void accumulateResources(Accumulator accumulator, List<String> paths) {
    for (String path : paths) {
      if (isFile(path)) {
        accumulateFile(accumulator, path);
      } else {
        var below = child(path, false);
        var gathered = new Accumulator(context);
        below.accumulate(gathered);
        accumulator.merge(gathered);
      }
    }
  }

  private boolean isFile(String path) {
    return TreePaths.resolve(loader.root(), path)
        .flatMap(loader::find)
        .filter(entry -> entry.type() != Tree.Type.DIRECTORY)
        .isPresent();
  }

  private void accumulateFile(Accumulator accumulator, String path) {
    var resources =
        Resources.of(loader.documents(path, Schema.KUSTOMIZE), loader.displayFile(path));
    context.noteKinds(resources);
    originPath.ifPresent(origin ->
        resources.forEach(
            resource -> Origins.set(resource, Origins.file(OriginPaths.join(origin, path)))));
    try {
      accumulator.append(resources);
    } catch (KustomizeException e) {
      throw e.at(kustomization.display());
    }
  }

  private void accumulateComponent(Accumulator accumulator, String path) {
    child(path, true).accumulate(accumulator);
  }

  private Target child(String path, boolean isComponent) {
    Loader below;
    try {
      below = loader.enter(path);
    } catch (KustomizeException e) {
      throw e.at(kustomization.display());
    }
    var other = Kustomization.load(below, context, Overlay.NONE);
    if (other.isComponent() != isComponent) {
      throw new KustomizeException(
          Code.KUSTOMIZATION,
          kustomization.display()
              + ": "
              + below.display()
              + (isComponent
                  ? " is not a Component; list it in resources"
                  : " is a Component; list it in components"));
    }
    return new Target(
        context, below, other, originPath.map(o -> OriginPaths.join(o, path)), chartNamespace);
  }

  private FieldConfig configuration(String path) {
    var documents = loader.documents(path, Schema.KUBERNETES);
    if (documents.isEmpty() || documents.getFirst().isEmpty()) {
      return FieldConfig.EMPTY;
    }
    return FieldConfig.of(
        ConfigShapes.CONFIGURATION.strict(documents.getFirst().root(), loader.displayFile(path)));
  }

  /** The first kustomization that names a schema decides for the whole build. */
  private void chooseSchema() {
    MapValue openapi = kustomization.map("openapi");
    if (context.isSchemaChosen() || openapi.isEmpty()) {
      return;
    }
    if (openapi.has("path") && openapi.has("version")) {
      throw new KustomizeException(
          Code.KUSTOMIZATION,
          kustomization.display() + ": set either openapi.path or openapi.version, not both");
    }
    if (openapi.has("path")) {
      String path = openapi.text("path");
      String file = loader.displayFile(path);
      byte[] bytes = loader.bytes(path);
      String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
      var root =
          text.stripLeading().startsWith("{")
              ? Json.parse(file, bytes, Schema.KUBERNETES).root()
              : loader.documents(path, Schema.KUBERNETES).getFirst().root();
      context.chooseSchema(OpenApiSchema.read(root, file, context.schemaToExtend()));
    } else if (!openapi.text("version").isEmpty()) {
      if (!openapi.text("version").equals("v1.21.2")) {
        throw new KustomizeException(
            Code.KUSTOMIZATION,
            kustomization.display()
                + ": openapi.version "
                + openapi.text("version")
                + " is not built in; only v1.21.2 is");
      }
      context.chooseSchema(MergeSchema.BUILTIN);
    }
  }
}
