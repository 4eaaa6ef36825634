package io.freehold.kustomize;

import static io.freehold.kustomize.Shape.FLAG;
import static io.freehold.kustomize.Shape.TEXT;
import static io.freehold.kustomize.Shape.list;
import static io.freehold.kustomize.Shape.map;
import static io.freehold.kustomize.Shape.object;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;

/** Makes the builtin transformers and generators that files configure. */
final class PluginFactory {
  private final Target target;
  private final Loader loader;

  PluginFactory(Target target) {
    this.target = target;
    this.loader = target.loader();
  }

  Transformer transformer(Resource config) {
    Transformer made;
    try {
      made = make(config);
    } catch (KustomizeException e) {
      throw e.at(config.toString());
    }
    return resources -> {
      try {
        made.apply(resources);
      } catch (KustomizeException e) {
        throw e.at(config.toString());
      }
    };
  }

  private Transformer make(Resource config) {
    var patches = new Patches(target.context(), loader);
    String source = config.source();
    return switch (config.gvk().kind()) {
      case "AnnotationsTransformer" -> textMap(config, "annotations");
      case "LabelTransformer" -> textMap(config, "labels");
      case "PrefixTransformer", "SuffixTransformer", "PrefixSuffixTransformer" -> affixes(config);
      case "NamespaceTransformer" -> namespace(config);
      case "ImageTagTransformer" -> {
        MapValue read = read(config, object("imageTag", ConfigShapes.IMAGE));
        yield new ImageTransformer(read.map("imageTag"), specs(read));
      }
      case "ReplicaCountTransformer" -> {
        MapValue read = read(config, object("replica", ConfigShapes.REPLICA));
        MapValue replica = read.map("replica");
        Value count = replica.getOr("count", NullValue.NULL);
        yield new ReplicaTransformer(replica.text("name"), count, specs(read));
      }
      case "PatchTransformer" ->
          patches.either(ConfigShapes.PATCH.lenient(config.value(), source), source);
      case "PatchStrategicMergeTransformer" -> {
        MapValue read = read(config, object("paths", list(TEXT), "patches", TEXT));
        var entries = new ArrayList<String>();
        read.list("paths").forEach(path -> entries.add(((StringValue) path).text()));
        if (!read.text("patches").isBlank()) {
          entries.add(read.text("patches"));
        }
        yield patches.strategicMerge(entries, source);
      }
      case "PatchJson6902Transformer" -> {
        Shape shape = object("target", ConfigShapes.SELECTOR, "path", TEXT, "jsonOp", TEXT);
        MapValue read = read(config, shape);
        MapValue entry = read.without("jsonOp");
        yield patches.json6902(
            read.has("jsonOp") ? entry.with("patch", new StringValue(read.text("jsonOp"))) : entry,
            source);
      }
      case "ReplacementTransformer" -> replacements(config);
      case "ValueAddTransformer" -> values(config);
      case "HashTransformer" -> NameHash::rename;
      default -> throw unknown(config);
    };
  }

  Generator generator(Resource config) {
    String source = config.source();
    return switch (config.gvk().kind()) {
      case "ConfigMapGenerator" -> maps(config, false);
      case "SecretGenerator" -> maps(config, true);
      case "IAMPolicyGenerator" ->
          new IamPolicyGenerator(IamPolicyGenerator.SHAPE.lenient(config.value(), source), source);
      case "HelmChartInflationGenerator" -> {
        MapValue chart = ConfigShapes.CHART.lenient(config.value(), source);
        MapValue globals =
            object("chartHome", TEXT, "configHome", TEXT).lenient(config.value(), source);
        yield new ChartGenerator(chart, globals, target, source);
      }
      default -> throw unknown(config);
    };
  }

  private static KustomizeException unknown(Resource config) {
    return config.error(
        Code.PLUGIN, "there is no builtin plugin of this kind that can be used here");
  }

  private Generator maps(Resource config, boolean isSecret) {
    MapValue spec = ConfigShapes.GENERATOR.lenient(config.value(), config.source());
    if (spec.text("name").isEmpty()) {
      spec = spec.with("name", new StringValue(config.name()));
    }
    if (spec.text("namespace").isEmpty() && !config.namespace().isEmpty()) {
      spec = spec.with("namespace", new StringValue(config.namespace()));
    }
    return new MapGenerator(spec, MapValue.empty(), isSecret, loader, config.source());
  }

  private static Transformer textMap(Resource config, String field) {
    MapValue read = read(config, object(field, map(TEXT)));
    return new TextMapTransformer(read.map(field), specs(read));
  }

  private static Transformer affixes(Resource config) {
    MapValue read = read(config, object("prefix", TEXT, "suffix", TEXT));
    if (!read.has("fieldSpecs")) {
      throw config.error(Code.PLUGIN, "it needs fieldSpecs, for example - path: metadata/name");
    }
    var prefix = new NameAffixTransformer(read.text("prefix"), true, specs(read));
    var suffix = new NameAffixTransformer(read.text("suffix"), false, specs(read));
    return resources -> {
      prefix.apply(resources);
      suffix.apply(resources);
    };
  }

  private static Transformer namespace(Resource config) {
    MapValue read = read(config, object("unsetOnly", FLAG, "setRoleBindingSubjects", TEXT));
    return new NamespaceTransformer(
        config.namespace(),
        specs(read),
        read.getOr("unsetOnly", BooleanValue.FALSE).equals(BooleanValue.TRUE),
        NamespaceTransformer.Subjects.of(read.text("setRoleBindingSubjects")));
  }

  private Transformer replacements(Resource config) {
    Shape entry = ConfigShapes.REPLACEMENT.and(object("path", TEXT));
    MapValue read = read(config, object("replacements", list(entry)));
    var replacements = new ArrayList<Replacement>();
    for (Value item : read.list("replacements")) {
      replacements.addAll(Replacement.read((MapValue) item, loader, config.source()));
    }
    return new ReplacementTransformer(replacements);
  }

  private Transformer values(Resource config) {
    MapValue read = read(config, ValueAddTransformer.SHAPE);
    var targets = new ArrayList<>(read.list("targets").items());
    String file = read.text("targetFilePath");
    if (!file.isEmpty()) {
      for (var document : loader.documents(file, Schema.KUBERNETES)) {
        MapValue more =
            ValueAddTransformer.SHAPE.lenient(document.root(), loader.displayFile(file));
        targets.addAll(more.list("targets").items());
      }
    }
    String value = read.text("value").strip();
    return new ValueAddTransformer(
        value.isEmpty() ? TreePaths.baseName(loader.root()) : value, ListValue.of(targets));
  }

  private static MapValue read(Resource config, Shape shape) {
    return shape
        .and(object("fieldSpecs", ConfigShapes.FIELD_SPECS))
        .lenient(config.value(), config.source());
  }

  private static List<FieldSpec> specs(MapValue read) {
    return FieldSpec.listOf(read.list("fieldSpecs"));
  }
}
