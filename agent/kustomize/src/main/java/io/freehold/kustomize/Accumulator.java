package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one level of a build has gathered so far. */
final class Accumulator {
  private final BuildContext context;
  private final ResourceSet resources = new ResourceSet();
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private FieldConfig config = FieldConfig.EMPTY;

  Accumulator(BuildContext context) {
    this.context = context;
  }

  ResourceSet resources() {
    return resources;
  }

  FieldConfig config() {
    return config;
  }

  Collection<Variable> variables() {
    return variables.values();
  }

  void append(java.util.List<Resource> more) {
    resources.appendAll(more);
    context.checkObjects(resources.size());
  }

  void absorb(Resource generated) {
    resources.absorb(generated);
    context.checkObjects(resources.size());
  }

  void mergeConfig(FieldConfig other) {
    config = config.merge(other);
  }

  void addVariable(Variable variable) {
    Variable other = variables.putIfAbsent(variable.name(), variable);
    if (other != null) {
      throw new KustomizeException(
          Code.VARIABLE,
          variable.source()
              + ": the variable "
              + variable.name()
              + " is there already, from "
              + other.source()
              + "; use another name");
    }
  }

  /** Takes in everything that another level has gathered. */
  void merge(Accumulator other) {
    append(other.resources.all());
    mergeConfig(other.config);
    other.variables().forEach(this::addVariable);
  }
}
