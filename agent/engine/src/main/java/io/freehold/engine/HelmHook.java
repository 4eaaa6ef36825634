package io.freehold.engine;

import java.util.List;
import java.util.Optional;

/** What Helm's annotations say about an object, in so far as a sync can do it. */
public final class HelmHook {
  private static final String HOOK = "helm.sh/hook";
  private static final String DELETE_POLICY = "helm.sh/hook-delete-policy";
  private static final String WEIGHT = "helm.sh/hook-weight";

  /** Old charts mark definitions so; they are ordinary objects. */
  private static final String DEFINITION = "crd-install";

  private final Annotations annotations;

  HelmHook(Annotations annotations) {
    this.annotations = annotations;
  }

  /** Whether Helm would treat the object as a hook, be it one that a sync knows or not. */
  public boolean isHook() {
    return annotations.text(HOOK).filter(value -> !value.equals(DEFINITION)).isPresent();
  }

  /** The hook types among those that have a meaning in a sync, as they are written. */
  public List<String> types() {
    return annotations.values(HOOK).stream().filter(type -> hookType(type).isPresent()).toList();
  }

  /** The delete policies that Helm knows, as they are written. */
  public List<String> deletePolicies() {
    return annotations.values(DELETE_POLICY).stream()
        .filter(policy -> HookDeletePolicy.ofHelm(policy).isPresent())
        .toList();
  }

  /** The weight, 0 when there is none that can be read. */
  public int weight() {
    return annotations.integer(WEIGHT).orElse(0);
  }

  List<HookType> hookTypes() {
    return annotations.values(HOOK).stream().flatMap(type -> hookType(type).stream()).toList();
  }

  boolean runs(SyncPhase deletion) {
    String wanted = deletion == SyncPhase.PRE_DELETE ? "pre-delete" : "post-delete";
    return annotations.values(HOOK).contains(wanted);
  }

  private static Optional<HookType> hookType(String text) {
    return switch (text) {
      case "pre-install", "pre-upgrade" -> Optional.of(HookType.PRE_SYNC);
      case "post-install", "post-upgrade" -> Optional.of(HookType.POST_SYNC);
      default -> Optional.empty();
    };
  }
}
