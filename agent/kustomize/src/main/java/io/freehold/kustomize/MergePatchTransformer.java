package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import java.util.List;

/** Merges patches into the objects that they name. */
final class MergePatchTransformer implements Transformer {
  private final List<MergePatch> patches;

  MergePatchTransformer(List<MergePatch> patches) {
    this.patches = patches;
  }

  @Override
  public void apply(ResourceSet resources) {
    for (MergePatch patch : patches) {
      var targets = resources.withId(patch.id());
      if (targets.size() != 1) {
        throw new KustomizeException(
            Code.PATCH,
            patch.source()
                + ": "
                + (targets.isEmpty()
                    ? "there is no " + patch.id() + " to patch; check kind, name and namespace"
                    : "several objects are "
                        + patch.id()
                        + ": "
                        + ResourceSet.names(targets)
                        + "; name one exactly"));
      }
      patch.apply(targets.getFirst());
    }
  }
}
