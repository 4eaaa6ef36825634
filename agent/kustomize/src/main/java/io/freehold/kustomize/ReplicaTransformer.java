package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.NumberValue;
import io.freehold.yaml.Value;
import java.util.List;

/** Sets the number of replicas of the workloads with a name. */
final class ReplicaTransformer implements Transformer {
  private final String name;
  private final Value count;
  private final List<FieldSpec> specs;

  ReplicaTransformer(String name, Value count, List<FieldSpec> specs) {
    this.name = name;
    this.count = count instanceof NumberValue ? count : NumberValue.of(0);
    this.specs = specs;
  }

  @Override
  public void apply(ResourceSet resources) {
    var editor = new FieldEditor(FieldEditor.Create.TEXT, _ -> count);
    boolean found = false;
    for (FieldSpec spec : specs) {
      for (Resource resource : resources.all()) {
        boolean fits =
            resource.allIds().stream()
                .anyMatch(id -> id.name().equals(name) && id.gvk().isSelectedBy(spec.selector()));
        if (fits && !resource.isDeleted()) {
          found = true;
          editor.edit(resource, spec);
        }
      }
    }
    if (!found) {
      throw new KustomizeException(
          Code.KUSTOMIZATION,
          "replicas: there is no workload named "
              + name
              + " here; known are "
              + specs.stream().map(spec -> spec.selector().toString()).distinct().toList()
              + ", more can be named in configurations");
    }
  }
}
