package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.Document;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes transformers of the three fields that hold patches. */
final class Patches {
  private final BuildContext context;
  private final Loader loader;

  Patches(BuildContext context, Loader loader) {
    this.context = context;
    this.loader = loader;
  }

  /** An entry of {@code patches}. */
  Transformer either(MapValue entry, String owner) {
    String path = entry.text("path");
    String text = entry.text("patch").strip();
    if (path.isEmpty() == text.isEmpty()) {
      throw new KustomizeException(
          Code.PATCH,
          owner
              + (path.isEmpty() ? ": set path or patch" : ": set either path or patch, not both"));
    }
    var source = new PatchSource(loader, path, text, owner);
    var documents = source.asObjects().stream().filter(d -> !d.isEmpty()).toList();
    if (documents.isEmpty()) {
      return _ -> {};
    }
    boolean hasTarget = entry.has("target");
    if (documents.size() == 1 && !(documents.getFirst().root() instanceof MapValue)) {
      if (!JsonPatch.isPatch(documents.getFirst().root())) {
        throw new KustomizeException(
            Code.PATCH,
            source.display()
                + ": this is neither a strategic merge patch (an object with kind and name) nor a"
                + " JSON patch (a list of operations)");
      }
      if (!hasTarget) {
        throw new KustomizeException(
            Code.PATCH, owner + ": a JSON patch needs a target; add target with kind and name");
      }
      return jsonPatch(source, Selector.of(entry.map("target")), true);
    }
    return mergePatches(entry, source, documents, hasTarget, owner);
  }

  private Transformer mergePatches(
      MapValue entry,
      PatchSource source,
      List<Document> documents,
      boolean hasTarget,
      String owner) {
    var patches = new ArrayList<MergePatch>();
    MapValue options = entry.map("options");
    for (Resource patch : Resources.of(documents, source.display())) {
      patches.add(
          new MergePatch(
              patch, flag(options, "allowNameChange"), flag(options, "allowKindChange"), context));
    }
    if (patches.isEmpty()) {
      return _ -> {};
    }
    if (!hasTarget) {
      return new MergePatchTransformer(patches);
    }
    if (patches.size() > 1) {
      throw new KustomizeException(
          Code.PATCH,
          owner + ": a patch with a target must be one document; split it or remove the target");
    }
    return new TargetedPatchTransformer(
        Selector.of(entry.map("target")), patches.getFirst()::apply);
  }

  /** The entries of {@code patchesStrategicMerge}: files, or the patches themselves. */
  Transformer strategicMerge(List<String> entries, String owner) {
    var patches = new ArrayList<MergePatch>();
    for (String entry : entries) {
      for (Resource patch : objects(entry, owner)) {
        patches.add(new MergePatch(patch, false, false, context));
      }
    }
    if (patches.isEmpty()) {
      throw new KustomizeException(Code.PATCH, owner + ": there is no patch");
    }
    return new MergePatchTransformer(patches);
  }

  private List<Resource> objects(String entry, String owner) {
    if (InlineText.isInline(entry)) {
      return Resources.of(new PatchSource(loader, "", entry, owner).asObjects(), owner);
    }
    var source = new PatchSource(loader, entry, "", owner);
    return Resources.of(source.asObjects(), source.display());
  }

  /** An entry of {@code patchesJson6902}. */
  Transformer json6902(MapValue entry, String owner) {
    String path = entry.text("path");
    String text = entry.text("patch");
    if (path.isEmpty() == text.isEmpty()) {
      throw new KustomizeException(
          Code.PATCH,
          owner
              + (path.isEmpty() ? ": set path or patch" : ": set either path or patch, not both"));
    }
    MapValue target = entry.map("target");
    if (target.text("name").isEmpty()) {
      throw new KustomizeException(
          Code.PATCH, owner + ": the target needs a name; use patches to select several objects");
    }
    var source = new PatchSource(loader, path, text, owner);
    if (source.asJsonPatch().size() == 0) {
      throw new KustomizeException(Code.PATCH, owner + ": the patch has no operations");
    }
    return jsonPatch(source, Selector.of(target), false);
  }

  private static Transformer jsonPatch(PatchSource source, Selector target, boolean remembers) {
    JsonPatch patch = source.asJsonPatch();
    Consumer<Resource> apply =
        resource -> {
          if (remembers) {
            resource.rememberId();
          }
          Value patched;
          try {
            patched = patch.apply(resource.value());
          } catch (KustomizeException e) {
            throw e.at(source.display() + ": patch of " + resource);
          }
          if (!(patched instanceof MapValue map)) {
            throw resource.error(Code.PATCH, "the patch makes " + patched.describe() + " of it");
          }
          resource.value(map);
        };
    return new TargetedPatchTransformer(target, apply);
  }

  private static boolean flag(MapValue options, String name) {
    return options.getOr(name, BooleanValue.FALSE).equals(BooleanValue.TRUE);
  }
}
