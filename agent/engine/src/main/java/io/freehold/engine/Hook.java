package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the annotations of an object say about hooks and waves: those of Argo CD first, those of
 * Helm where the object has none of Argo CD's that can be read. Every object has one; {@link
 * #isHook} tells whether it is a hook.
 */
public final class Hook {
  /** Finalizer that keeps a hook object until its outcome was recorded. */
  public static final String FINALIZER = "argocd.argoproj.io/hook-finalizer";

  static final String ANNOTATION = "argocd.argoproj.io/hook";
  private static final String DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy";

  private final Annotations annotations;
  private final HelmHook helm;

  private Hook(Annotations annotations) {
    this.annotations = annotations;
    this.helm = new HelmHook(annotations);
  }

  /** Reads an object. */
  public static Hook of(JsonNode object) {
    return new Hook(Annotations.of(object));
  }

  /** Helm's annotations alone. */
  public HelmHook helm() {
    return helm;
  }

  /** Whether the object is a hook, be it of a type that is known or not. */
  public boolean isHook() {
    return annotations.text(ANNOTATION).isPresent() ? !isSkipped() : helm.isHook();
  }

  /** Whether the object is never applied: {@code Skip} is the only type it has. */
  public boolean isSkipped() {
    return types().equals(List.of(HookType.SKIP));
  }

  /**
   * Whether the object is a hook without a type that a sync knows; such objects are left out of
   * everything, unless they are hooks of a deletion.
   */
  public boolean isIgnored() {
    return isHook() && types().isEmpty();
  }

  /** Its types in the order in which they are written, each once. */
  public List<HookType> types() {
    List<HookType> own =
        annotations.values(ANNOTATION).stream()
            .flatMap(text -> HookType.of(text).stream())
            .toList();
    return own.isEmpty() ? helm.hookTypes() : own;
  }

  /** The phases of a sync in which the object takes part, in order. */
  public List<SyncPhase> phases() {
    if (isSkipped()) {
      return List.of();
    }
    if (!isHook()) {
      return List.of(SyncPhase.SYNC);
    }
    Set<SyncPhase> phases = EnumSet.noneOf(SyncPhase.class);
    types().forEach(type -> type.phase().ifPresent(phases::add));
    return List.copyOf(phases);
  }

  /** The phases of a deletion in which the object takes part, in order. */
  public List<SyncPhase> deletionPhases() {
    List<String> own = annotations.values(ANNOTATION);
    return Stream.of(SyncPhase.PRE_DELETE, SyncPhase.POST_DELETE)
        .filter(phase -> own.isEmpty() ? helm.runs(phase) : own.contains(phase.text()))
        .toList();
  }

  /** When the object is deleted, if it is a hook; never empty. */
  public List<HookDeletePolicy> deletePolicies() {
    List<HookDeletePolicy> policies = new ArrayList<>();
    annotations
        .values(DELETE_POLICY)
        .forEach(text -> HookDeletePolicy.of(text).ifPresent(policies::add));
    helm.deletePolicies().forEach(text -> HookDeletePolicy.ofHelm(text).ifPresent(policies::add));
    return policies.isEmpty()
        ? List.of(HookDeletePolicy.BEFORE_HOOK_CREATION)
        : policies.stream().distinct().toList();
  }

  /** The wave as Argo CD reads it: its own annotation if that is a number, else Helm's weight. */
  public int wave() {
    return annotations.integer(SyncOrder.ARGO_WAVE_ANNOTATION).orElseGet(helm::weight);
  }
}
