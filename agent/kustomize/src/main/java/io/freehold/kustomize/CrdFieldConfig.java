package io.freehold.kustomize;

import io.freehold.kustomize.FieldConfig.Section;
import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Field specs from the OpenAPI definitions that {@code crds} names: properties with {@code
 * x-kubernetes-…} extensions are labels, annotations, names or references to names.
 */
final class CrdFieldConfig {
  private final MapValue definitions;
  private final Map<Section, List<FieldSpec>> specs = new EnumMap<>(Section.class);
  private final List<NameReference> references = new ArrayList<>();

  private CrdFieldConfig(MapValue definitions) {
    this.definitions = definitions;
  }

  static FieldConfig read(Loader loader, String path) {
    FieldConfig config = FieldConfig.EMPTY;
    for (var document : loader.documents(path, Schema.KUBERNETES)) {
      if (!(document.root() instanceof MapValue definitions)) {
        throw new KustomizeException(
            Code.KUSTOMIZATION,
            loader.displayFile(path) + ": crds must name maps of OpenAPI definitions by type");
      }
      var reader = new CrdFieldConfig(definitions);
      reader.readAll();
      config = config.merge(new FieldConfig(reader.specs, reader.references));
    }
    return config;
  }

  private void readAll() {
    for (String name : definitions.keys()) {
      MapValue properties = properties(name);
      if (properties.has("kind") && properties.has("apiVersion") && properties.has("metadata")) {
        Gvk gvk = new Gvk("", "", name.substring(name.lastIndexOf('.') + 1));
        read(gvk, name, "", new HashSet<>());
      }
    }
  }

  private MapValue properties(String name) {
    return definitions.map(name).map("Schema").map("properties");
  }

  private void read(Gvk gvk, String type, String path, Set<String> visiting) {
    if (!visiting.add(type)) {
      return;
    }
    for (var entry : properties(type)) {
      if (entry.getValue() instanceof MapValue property) {
        String field = path.isEmpty() ? entry.getKey() : path + "/" + entry.getKey();
        add(property, "x-kubernetes-annotation", Section.COMMON_ANNOTATIONS, gvk, field);
        add(property, "x-kubernetes-label-selector", Section.COMMON_LABELS, gvk, field);
        add(property, "x-kubernetes-identity", Section.NAME_PREFIX, gvk, field);
        addReference(property, gvk, field);
        String reference = property.text("$ref");
        if (!reference.isEmpty()) {
          read(gvk, reference, field, visiting);
        }
      }
    }
    visiting.remove(type);
  }

  private void add(MapValue property, String extension, Section section, Gvk gvk, String field) {
    if (property.has(extension)) {
      specs.computeIfAbsent(section, _ -> new ArrayList<>()).add(new FieldSpec(gvk, field, false));
    }
  }

  private void addReference(MapValue property, Gvk gvk, String field) {
    String version = property.text("x-kubernetes-object-ref-api-version");
    String kind = property.text("x-kubernetes-object-ref-kind");
    if (version.isEmpty() || kind.isEmpty()) {
      return;
    }
    Value nameKey = property.getOr("x-kubernetes-object-ref-name-key", MapValue.empty());
    String key = nameKey instanceof io.freehold.yaml.StringValue text ? text.text() : "name";
    references.add(
        new NameReference(
            new Gvk("", version, kind), List.of(new FieldSpec(gvk, field + "/" + key, false))));
  }
}
