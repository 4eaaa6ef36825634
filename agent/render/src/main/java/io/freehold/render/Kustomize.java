package io.freehold.render;

import io.freehold.tree.Tree;
import java.util.List;

/** Builds folders that hold a kustomization. */
@FunctionalInterface
public interface Kustomize {
  /** For versions without kustomize: every such folder is an error. */
  Kustomize UNSUPPORTED =
      (_, path) -> {
        throw new RenderException(
            RenderException.Code.UNSUPPORTED,
            path,
            0,
            "the folder holds a kustomization, which is not supported by this version; use plain manifests");
      };

  /**
   * Builds one folder.
   *
   * @param tree the whole repository
   * @param path the folder
   * @throws RenderException when it cannot be built
   */
  List<RenderedObject> build(Tree tree, String path);
}
