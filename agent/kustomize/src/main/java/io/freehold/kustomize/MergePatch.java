package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import org.jspecify.annotations.Nullable;

/** One strategic merge patch. */
final class MergePatch {
  private final Resource patch;
  private final boolean allowNameChange;
  private final boolean allowKindChange;
  private final BuildContext context;

  MergePatch(
      Resource patch, boolean allowNameChange, boolean allowKindChange, BuildContext context) {
    this.patch = patch;
    this.allowNameChange = allowNameChange;
    this.allowKindChange = allowKindChange;
    this.context = context;
  }

  /** The object that it names. */
  ResId id() {
    return patch.id();
  }

  /** Where it stands, for messages. */
  String source() {
    return patch.source();
  }

  /** Merges it into an object; name, namespace and kind stay unless they may change. */
  void apply(Resource target) {
    if (allowNameChange || allowKindChange) {
      target.rememberId();
    }
    ResId before = target.id();
    MapValue changes = patch.value();
    if (!patch.gvk().apiVersion().equals(before.gvk().apiVersion())) {
      changes = changes.with("apiVersion", new StringValue(before.gvk().apiVersion()));
    }
    var merge =
        new StrategicMerge(
            part -> context.warn(patch.source() + ": not applied to " + target + ": " + part));
    try {
      target.value(merge.merge(target.value(), changes, type(before.gvk())));
    } catch (KustomizeException e) {
      throw e.at(patch.source() + ": patch of " + target);
    }
    if (target.isDeleted()) {
      return;
    }
    if (!allowKindChange && !target.gvk().kind().equals(before.gvk().kind())) {
      target.kind(before.gvk().kind());
    }
    if (!allowNameChange && !target.name().equals(before.name())) {
      target.rename(before.name());
    }
    if (!target.namespace().equals(before.namespace())) {
      target.namespace(before.namespace());
    }
  }

  /** What is known about the kind of the target, or else about the kind that the patch names. */
  private MergeSchema.@Nullable ObjectType type(Gvk target) {
    var known = context.schema().type(target);
    return known == null
        ? context.schema().type(new Gvk(target.group(), target.version(), patch.gvk().kind()))
        : known;
  }
}
