package io.freehold.render;

import io.freehold.api.KustomizeOptions;
import io.freehold.kustomize.CommonMetadata;
import io.freehold.kustomize.Overlay;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapBuilder;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The options of a source as fields of a kustomization. */
final class KustomizeOverlay {
  private KustomizeOverlay() {}

  /**
   * The options of a source. As in Argo CD, variables are filled into images and labels, and into
   * annotations when the source says so. A render that says its revision depends on all of the
   * tree.
   *
   * @param components those of the source that are there
   */
  static Overlay of(ToolInput input, BuildVariables variables, List<String> components) {
    KustomizeOptions options = input.source().kustomizeOptions();
    if (options.equals(KustomizeOptions.NONE)) {
      return Overlay.NONE;
    }
    var fields = MapValue.builder();
    text(fields, "namePrefix", options.namePrefix());
    text(fields, "nameSuffix", options.nameSuffix());
    text(fields, "namespace", options.namespace());
    list(
        fields,
        "images",
        options.images().stream().map(variables::fill).map(Overlay::image).toList());
    list(fields, "replicas", options.replicas().stream().map(KustomizeOverlay::replica).toList());
    list(fields, "patches", options.patches().stream().map(KustomizeOverlay::patch).toList());
    list(fields, "components", components.stream().map(StringValue::new).toList());
    labels(fields, options, variables);
    if (!options.commonAnnotations().isEmpty()) {
      UnaryOperator<String> fill =
          options.commonAnnotationsEnvsubst() ? variables::fill : UnaryOperator.identity();
      fields.put("commonAnnotations", texts(options.commonAnnotations(), fill));
    }
    if (variables.isRevisionUsed()) {
      input.reads().folder(input.tree(), "");
    }
    return new Overlay(
        fields.build(),
        options.forceCommonLabels(),
        options.forceCommonAnnotations(),
        new CommonMetadata(options.metadata().labels(), options.metadata().annotations()));
  }

  /** A path that a kustomization names, from the root of the tree; as written when it leaves it. */
  static String path(ToolInput input, String relative) {
    var parts = new ArrayList<String>(List.of(input.path().split("/", -1)));
    parts.removeIf(String::isEmpty);
    for (String part : relative.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return relative;
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static void labels(
      MapBuilder fields, KustomizeOptions options, BuildVariables variables) {
    if (options.commonLabels().isEmpty()) {
      return;
    }
    MapValue pairs = texts(options.commonLabels(), variables::fill);
    if (!options.labelWithoutSelector()) {
      fields.put("commonLabels", pairs);
      return;
    }
    var label = MapValue.builder().put("pairs", pairs);
    label.put("includeTemplates", flag(options.labelIncludeTemplates()));
    fields.put("labels", ListValue.of(label.build()));
  }

  private static MapValue replica(KustomizeOptions.Replica replica) {
    return MapValue.of(
        "name",
        new StringValue(replica.name()),
        "count",
        Yaml.plain(Integer.toString(replica.count()), Schema.KUSTOMIZE));
  }

  private static MapValue patch(KustomizeOptions.Patch patch) {
    var fields = MapValue.builder();
    text(fields, "patch", patch.patch());
    text(fields, "path", patch.path());
    var target = patch.target();
    if (!target.isEmpty()) {
      var selector = MapValue.builder();
      text(selector, "group", target.group());
      text(selector, "version", target.version());
      text(selector, "kind", target.kind());
      text(selector, "name", target.name());
      text(selector, "namespace", target.namespace());
      text(selector, "labelSelector", target.labelSelector());
      text(selector, "annotationSelector", target.annotationSelector());
      fields.put("target", selector.build());
    }
    if (!patch.options().isEmpty()) {
      var chosen = MapValue.builder();
      new TreeMap<>(patch.options()).forEach((name, value) -> chosen.put(name, flag(value)));
      fields.put("options", chosen.build());
    }
    return fields.build();
  }

  private static MapValue texts(Map<String, String> map, UnaryOperator<String> fill) {
    var texts = MapValue.builder();
    new TreeMap<>(map)
        .forEach((name, value) -> texts.put(name, new StringValue(fill.apply(value))));
    return texts.build();
  }

  private static Value flag(boolean value) {
    return value ? BooleanValue.TRUE : BooleanValue.FALSE;
  }

  private static void text(MapBuilder fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, new StringValue(value));
    }
  }

  private static void list(MapBuilder fields, String name, List<? extends Value> items) {
    if (!items.isEmpty()) {
      fields.put(name, ListValue.of(items));
    }
  }
}
