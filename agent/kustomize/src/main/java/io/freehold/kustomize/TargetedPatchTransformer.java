package io.freehold.kustomize;

import java.util.function.Consumer;

/** Applies one patch to all objects that a selector takes. */
final class TargetedPatchTransformer implements Transformer {
  private final Selector target;
  private final Consumer<Resource> patch;

  TargetedPatchTransformer(Selector target, Consumer<Resource> patch) {
    this.target = target;
    this.patch = patch;
  }

  @Override
  public void apply(ResourceSet resources) {
    target.select(resources.all()).forEach(patch);
  }
}
