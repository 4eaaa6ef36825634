package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All field specs that a level of a build knows: the built-in ones and those of {@code
 * configurations} and {@code crds}. Immutable.
 */
final class FieldConfig {
  /** What the specs of a section are for; {@link #key()} is the name in configuration files. */
  enum Section {
    NAME_PREFIX("namePrefix"),
    NAME_SUFFIX("nameSuffix"),
    NAMESPACE("namespace"),
    COMMON_LABELS("commonLabels"),
    LABELS("labels"),
    TEMPLATE_LABELS("templateLabels"),
    CLAIM_TEMPLATE_LABELS("volumeClaimTemplateLabels"),
    COMMON_ANNOTATIONS("commonAnnotations"),
    VARIABLES("varReference"),
    IMAGES("images"),
    REPLICAS("replicas");

    private final String key;

    Section(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  static final FieldConfig EMPTY = new FieldConfig(Map.of(), List.of());

  private final Map<Section, List<FieldSpec>> specs;
  private final List<NameReference> references;

  FieldConfig(Map<Section, List<FieldSpec>> specs, List<NameReference> references) {
    this.specs = specs;
    this.references = references;
  }

  /** From a configuration file that {@link ConfigShapes#CONFIGURATION} has read. */
  static FieldConfig of(MapValue file) {
    var specs = new EnumMap<Section, List<FieldSpec>>(Section.class);
    for (Section section : Section.values()) {
      if (file.has(section.key)) {
        specs.put(section, List.copyOf(FieldSpec.listOf(file.list(section.key))));
      }
    }
    var references = new ArrayList<NameReference>();
    for (var entry : file.list("nameReference")) {
      var map = (MapValue) entry;
      references.add(
          new NameReference(Gvk.ofSelector(map), FieldSpec.listOf(map.list("fieldSpecs"))));
    }
    return new FieldConfig(specs, List.copyOf(references));
  }

  List<FieldSpec> specs(Section section) {
    return specs.getOrDefault(section, List.of());
  }

  List<NameReference> references() {
    return references;
  }

  /** Both together; the very same instance when the other adds nothing. */
  @SuppressWarnings("ReferenceEquality") // the very same list means that nothing was added
  FieldConfig merge(FieldConfig other) {
    if (other == this || other == EMPTY) {
      return this;
    }
    if (this == EMPTY && other == BuiltinFieldConfig.INSTANCE) {
      return other;
    }
    boolean same = true;
    var merged = new EnumMap<Section, List<FieldSpec>>(Section.class);
    for (Section section : Section.values()) {
      var known = specs(section);
      var all = FieldSpec.merge(known, other.specs(section));
      same &= known == all;
      merged.put(section, known == all ? known : FieldSpec.sorted(all));
    }
    var mergedReferences = NameReference.merge(references, other.references);
    return same && mergedReferences == references
        ? this
        : new FieldConfig(merged, mergedReferences);
  }
}
