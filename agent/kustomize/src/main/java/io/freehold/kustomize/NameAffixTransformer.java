package io.freehold.kustomize;

import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import java.util.List;
import java.util.Set;

/** Puts a prefix in front of names, or a suffix behind them. */
final class NameAffixTransformer implements Transformer {
  private static final String NAME = "metadata/name";
  private static final Set<String> SKIPPED_KINDS = Set.of("CustomResourceDefinition", "Namespace");
  private static final Gvk API_SERVICE = new Gvk("apiregistration.k8s.io", "", "APIService");

  private final String affix;
  private final boolean isPrefix;
  private final List<FieldSpec> specs;

  NameAffixTransformer(String affix, boolean isPrefix, List<FieldSpec> specs) {
    this.affix = affix;
    this.isPrefix = isPrefix;
    this.specs = specs;
  }

  @Override
  public void apply(ResourceSet resources) {
    if (affix.isEmpty()) {
      return;
    }
    var editor =
        new FieldEditor(
            FieldEditor.Create.TEXT,
            value ->
                value instanceof ScalarValue scalar && !scalar.isNull()
                    ? new StringValue(isPrefix ? affix + scalar.text() : scalar.text() + affix)
                    : value);
    for (Resource resource : resources.all()) {
      Gvk original = resource.originalId().gvk();
      if (SKIPPED_KINDS.contains(original.kind()) || original.isSelectedBy(API_SERVICE)) {
        continue;
      }
      for (FieldSpec spec : specs) {
        if (original.isSelectedBy(spec.selector())) {
          if (spec.path().equals(NAME)) {
            (isPrefix ? resource.prefixes() : resource.suffixes()).add(affix);
            resource.rememberId();
          }
          editor.edit(resource, spec);
        }
      }
    }
  }
}
