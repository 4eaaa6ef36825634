package io.freehold.kustomize;

import io.freehold.yaml.MapValue;

/** What a caller sets on top of the root kustomization, in memory. */
public record Overlay() {
  /** Nothing. */
  public static final Overlay NONE = new Overlay();

  MapValue applyTo(MapValue kustomization) {
    return kustomization;
  }
}
