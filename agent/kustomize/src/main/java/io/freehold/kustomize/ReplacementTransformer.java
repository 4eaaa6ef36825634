package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.kustomize.Replacement.Options;
import io.freehold.kustomize.Replacement.Target;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Copies values from one object into others. */
final class ReplacementTransformer implements Transformer {
  private final List<Replacement> replacements;

  ReplacementTransformer(List<Replacement> replacements) {
    this.replacements = replacements;
  }

  @Override
  public void apply(ResourceSet resources) {
    for (Replacement replacement : replacements) {
      Value value =
          replacement.hasValue()
              ? Yaml.plain(((StringValue) replacement.sourceValue()).text(), Schema.KUSTOMIZE)
              : source(replacement, resources);
      for (Target target : replacement.targets()) {
        apply(replacement, target, value, resources);
      }
    }
  }

  private static Value source(Replacement replacement, ResourceSet resources) {
    MapValue spec = replacement.source();
    var selector = new ResId(Gvk.ofSelector(spec), spec.text("name"), spec.text("namespace"));
    Resource source = null;
    for (Resource resource : resources.all()) {
      if (resource.allIds().stream().anyMatch(id -> id.isSelectedBy(selector))) {
        if (source != null) {
          throw error(
              replacement,
              "the source can be " + source + " or " + resource + "; select one exactly");
        }
        source = resource;
      }
    }
    if (source == null) {
      throw error(replacement, "there is no source " + selector);
    }
    Value value;
    try {
      value =
          FieldLookup.find(source.value(), PathSplitter.dotted(replacement.sourcePath()))
              .orElse(NullValue.NULL);
    } catch (KustomizeException e) {
      throw e.at(replacement.place() + ": " + source + ", field " + replacement.sourcePath());
    }
    boolean isMissing =
        value.isNull()
            || (value instanceof MapValue map && map.isEmpty())
            || (value instanceof ListValue list && list.isEmpty());
    if (isMissing) {
      throw error(
          replacement, "the source " + source + " has no field " + replacement.sourcePath());
    }
    return part(replacement, value);
  }

  private static Value part(Replacement replacement, Value value) {
    Options options = Options.of(replacement.source().map("options"));
    if (options.delimiter().isEmpty()) {
      return value;
    }
    if (!(value instanceof ScalarValue scalar)) {
      throw error(replacement, "a delimiter needs text, but the source is " + value.describe());
    }
    List<String> parts = split(scalar.text(), options.delimiter());
    if (options.index() < 0 || options.index() >= parts.size()) {
      throw error(
          replacement,
          "the index "
              + options.index()
              + " of the source is out of range: it has "
              + parts.size()
              + " parts");
    }
    return retyped(scalar, parts.get(options.index()));
  }

  private static void apply(
      Replacement replacement, Target target, Value value, ResourceSet resources) {
    for (Resource resource : resources.all()) {
      if (!target.select().matchesLabels(resource)
          || target.reject().stream()
              .anyMatch(reject -> reject.hasLabels() && reject.matchesLabels(resource))) {
        continue;
      }
      var ids = resource.allIds();
      boolean rejected =
          target.reject().stream()
              .anyMatch(reject -> reject.hasId() && ids.stream().anyMatch(reject::matchesId));
      if (!rejected && ids.stream().anyMatch(target.select()::matchesId)) {
        for (String path : target.fieldPaths()) {
          set(replacement, target, value, resource, path);
        }
      }
    }
  }

  private static void set(
      Replacement replacement, Target target, Value value, Resource resource, String path) {
    Options options = target.options();
    var edit = new PathEdit(options.create() ? value : null, old -> merged(options, old, value));
    try {
      Value changed = edit.apply(resource.value(), PathSplitter.dotted(path));
      if (edit.count() == 0) {
        throw new KustomizeException(
            Code.REPLACEMENT,
            "there is no such field; correct the path, or set options.create to make it");
      }
      resource.value((MapValue) changed);
    } catch (KustomizeException e) {
      throw e.at(replacement.place() + ": target " + resource + ", field " + path);
    }
  }

  private static Value merged(Options options, PathEdit.Place place, Value value) {
    Value old = place.value();
    Value result = value;
    if (!options.delimiter().isEmpty() && !place.isInText()) {
      if (!(old instanceof ScalarValue scalar) || !(value instanceof ScalarValue part)) {
        throw new KustomizeException(Code.REPLACEMENT, "a delimiter needs text on both sides");
      }
      var parts = new ArrayList<>(split(place.isNew() ? "" : scalar.text(), options.delimiter()));
      if (options.index() < 0) {
        parts.addFirst(part.text());
      } else if (options.index() >= parts.size()) {
        parts.addLast(part.text());
      } else {
        parts.set(options.index(), part.text());
      }
      result = retyped(part, String.join(options.delimiter(), parts));
    }
    if (!(old instanceof ScalarValue oldScalar)) {
      return result;
    }
    if (!(result instanceof ScalarValue newScalar)) {
      return result;
    }
    return place.isNew() || !(oldScalar instanceof StringValue)
        ? Yaml.plain(newScalar.text(), Schema.KUSTOMIZE)
        : new StringValue(newScalar.text());
  }

  private static ScalarValue retyped(ScalarValue like, String text) {
    return like instanceof StringValue ? new StringValue(text) : Yaml.plain(text, Schema.KUSTOMIZE);
  }

  private static List<String> split(String text, String delimiter) {
    return Arrays.asList(text.split(Pattern.quote(delimiter), -1));
  }

  private static KustomizeException error(Replacement replacement, String problem) {
    return new KustomizeException(Code.REPLACEMENT, replacement.place() + ": " + problem);
  }
}
