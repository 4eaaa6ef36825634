package io.freehold.kustomize;

/** One step that changes the objects of a level. */
@FunctionalInterface
interface Transformer {
  void apply(ResourceSet resources);
}
