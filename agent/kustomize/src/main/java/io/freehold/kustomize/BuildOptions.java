package io.freehold.kustomize;

import static java.util.Objects.requireNonNull;

/**
 * What the caller of a build decides.
 *
 * @param order how objects are sorted when the kustomization does not say
 * @param restriction which files a kustomization may read
 * @param managedByLabel whether every object is labelled as managed by kustomize
 * @param overlay what is applied on top of the root kustomization
 * @param limits what a build may cost
 */
public record BuildOptions(
    Order order,
    Restriction restriction,
    boolean managedByLabel,
    Overlay overlay,
    BuildLimits limits) {
  /** As {@code kustomize build} without flags. */
  public static final BuildOptions DEFAULT =
      new BuildOptions(Order.LEGACY, Restriction.ROOT, false, Overlay.NONE, BuildLimits.DEFAULT);

  /** How objects are sorted. */
  public enum Order {
    /** By kind: what others need first. */
    LEGACY,
    /** As they were included. */
    NONE
  }

  /** Which files a kustomization may read. */
  public enum Restriction {
    /** Those in or below its folder. */
    ROOT,
    /** Those in the whole tree. */
    NONE
  }

  public BuildOptions {
    requireNonNull(order, "order is null");
    requireNonNull(restriction, "restriction is null");
    requireNonNull(overlay, "overlay is null");
    requireNonNull(limits, "limits is null");
  }

  /** These options with another order. */
  public BuildOptions withOrder(Order other) {
    return new BuildOptions(other, restriction, managedByLabel, overlay, limits);
  }

  /** These options with another restriction. */
  public BuildOptions withRestriction(Restriction other) {
    return new BuildOptions(order, other, managedByLabel, overlay, limits);
  }

  /** These options with or without the label {@code app.kubernetes.io/managed-by}. */
  public BuildOptions withManagedByLabel(boolean other) {
    return new BuildOptions(order, restriction, other, overlay, limits);
  }

  /** These options with another overlay. */
  public BuildOptions withOverlay(Overlay other) {
    return new BuildOptions(order, restriction, managedByLabel, other, limits);
  }

  /** These options with other limits. */
  public BuildOptions withLimits(BuildLimits other) {
    return new BuildOptions(order, restriction, managedByLabel, overlay, other);
  }
}
