package io.freehold.kustomize;

import io.freehold.kustomize.FieldConfig.Section;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;

/** Runs the transformers of one kustomization, in the order that upstream gives them. */
final class TransformerStep {
  private record Step(Transformer transformer, String type) {}

  private final Target target;
  private final Kustomization kustomization;
  private final List<Step> steps = new ArrayList<>();

  TransformerStep(Target target) {
    this.target = target;
    this.kustomization = target.kustomization();
  }

  void run(Accumulator accumulator) {
    collect(accumulator.config());
    ResourceSet resources = accumulator.resources();
    for (Step step : steps) {
      try {
        step.transformer.apply(resources);
      } catch (KustomizeException e) {
        throw located(e);
      }
      target.originPath().ifPresent(origin -> note(resources, origin, step.type));
      resources.dropDeleted();
    }
    var plugins = new PluginFactory(target);
    for (Resource config : PluginConfigs.read(target, "transformers")) {
      plugins.transformer(config).apply(resources);
      PluginConfigs.origin(config)
          .ifPresent(origin ->
              resources.all().forEach(resource -> Origins.addTransformation(resource, origin)));
      resources.dropDeleted();
    }
  }

  private KustomizeException located(KustomizeException e) {
    return e.getMessage().startsWith(kustomization.display()) ? e : e.at(kustomization.display());
  }

  private void note(ResourceSet resources, String origin, String type) {
    MapValue by =
        Origins.configured(
            OriginPaths.join(origin, kustomization.fileName()), "builtin", type, "", "");
    resources.all().forEach(resource -> Origins.addTransformation(resource, by));
  }

  private void collect(FieldConfig config) {
    var patches = new Patches(target.context(), target.loader());
    if (!kustomization.texts("patchesStrategicMerge").isEmpty()) {
      add(
          patches.strategicMerge(
              kustomization.texts("patchesStrategicMerge"),
              kustomization.display() + ", patchesStrategicMerge"),
          "PatchStrategicMergeTransformer");
    }
    each("patches", "PatchTransformer", patches::either);
    String namespace = kustomization.text("namespace");
    if (!namespace.isEmpty()) {
      var specs = config.specs(Section.NAMESPACE);
      add(
          new NamespaceTransformer(
              namespace, specs, false, NamespaceTransformer.Subjects.DEFAULT_ONLY),
          "NamespaceTransformer");
    }
    affix("namePrefix", true, config.specs(Section.NAME_PREFIX), "PrefixTransformer");
    affix("nameSuffix", false, config.specs(Section.NAME_SUFFIX), "SuffixTransformer");
    labels(config);
    if (!kustomization.map("commonAnnotations").isEmpty()) {
      add(
          new TextMapTransformer(
              kustomization.map("commonAnnotations"), config.specs(Section.COMMON_ANNOTATIONS)),
          "AnnotationsTransformer");
    }
    each("patchesJson6902", "PatchJson6902Transformer", patches::json6902);
    for (MapValue replica : kustomization.maps("replicas")) {
      Value count = replica.getOr("count", NullValue.NULL);
      add(
          new ReplicaTransformer(replica.text("name"), count, config.specs(Section.REPLICAS)),
          "ReplicaCountTransformer");
    }
    for (MapValue image : kustomization.maps("images")) {
      add(new ImageTransformer(image, config.specs(Section.IMAGES)), "ImageTagTransformer");
    }
    replacements();
  }

  private void affix(String field, boolean isPrefix, List<FieldSpec> specs, String type) {
    String affix = kustomization.text(field);
    if (!affix.isEmpty()) {
      add(new NameAffixTransformer(affix, isPrefix, specs), type);
    }
  }

  private void labels(FieldConfig config) {
    List<MapValue> labels = kustomization.maps("labels");
    MapValue common = kustomization.map("commonLabels");
    for (MapValue label : labels) {
      var specs =
          FieldSpec.merge(FieldSpec.listOf(label.list("fields")), config.specs(Section.LABELS));
      if (flag(label, "includeSelectors")) {
        specs = FieldSpec.merge(specs, config.specs(Section.COMMON_LABELS));
      } else {
        if (flag(label, "includeTemplates")) {
          specs = FieldSpec.merge(specs, config.specs(Section.TEMPLATE_LABELS));
        }
        if (flag(label, "includeVolumeClaimTemplates")) {
          specs = FieldSpec.merge(specs, config.specs(Section.CLAIM_TEMPLATE_LABELS));
        }
        specs = FieldSpec.merge(specs, List.of(FieldSpec.LABELS));
      }
      add(new TextMapTransformer(label.map("pairs"), specs), "LabelTransformer");
    }
    if (!labels.isEmpty() || !common.isEmpty()) {
      add(new TextMapTransformer(common, config.specs(Section.COMMON_LABELS)), "LabelTransformer");
    }
  }

  private void replacements() {
    List<MapValue> entries = kustomization.maps("replacements");
    if (entries.isEmpty()) {
      return;
    }
    var replacements = new ArrayList<Replacement>();
    for (int i = 0; i < entries.size(); i++) {
      replacements.addAll(
          Replacement.read(
              entries.get(i), target.loader(), kustomization.place("replacements", i)));
    }
    add(new ReplacementTransformer(replacements), "ReplacementTransformer");
  }

  private interface Maker {
    Transformer make(MapValue entry, String place);
  }

  private void each(String field, String type, Maker maker) {
    List<MapValue> entries = kustomization.maps(field);
    for (int i = 0; i < entries.size(); i++) {
      try {
        add(maker.make(entries.get(i), kustomization.place(field, i)), type);
      } catch (KustomizeException e) {
        throw located(e);
      }
    }
  }

  private void add(Transformer transformer, String type) {
    steps.add(new Step(transformer, type));
  }

  private static boolean flag(MapValue map, String name) {
    return map.getOr(name, BooleanValue.FALSE).equals(BooleanValue.TRUE);
  }
}
