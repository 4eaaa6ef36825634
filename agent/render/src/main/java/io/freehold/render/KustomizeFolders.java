package io.freehold.render;

import io.freehold.kustomize.BuildOptions;
import io.freehold.kustomize.KustomizeException;
import io.freehold.kustomize.Kustomizer;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;

/** Builds kustomizations in this process. Thread safe. */
public final class KustomizeFolders implements Kustomize {
  private final Kustomizer kustomizer;
  private final BuildOptions options;

  /** With remote bases and charts disabled, as {@code kustomize build} orders its output. */
  public KustomizeFolders() {
    this(new Kustomizer(), BuildOptions.DEFAULT);
  }

  /**
   * @param kustomizer does the work, and may be shared
   * @param options the same for all folders
   */
  public KustomizeFolders(Kustomizer kustomizer, BuildOptions options) {
    this.kustomizer = kustomizer;
    this.options = options;
  }

  @Override
  public List<RenderedObject> build(Tree tree, String path) {
    List<MapValue> objects;
    try {
      objects = kustomizer.build(tree, path, options).objects();
    } catch (KustomizeException e) {
      Code code = e.code() == KustomizeException.Code.LIMIT ? Code.LIMIT : Code.BUILD;
      throw new RenderException(code, path, 0, e.getMessage(), e);
    }
    var rendered = new ArrayList<RenderedObject>(objects.size());
    for (MapValue object : objects) {
      if (object.text("apiVersion").isEmpty()
          || object.text("kind").isEmpty()
          || object.map("metadata").text("name").isEmpty()) {
        throw new RenderException(
            Code.OBJECT,
            path,
            0,
            "the kustomization gives an object without apiVersion, kind or metadata.name as text:"
                + " "
                + object.text("kind")
                + " "
                + object.map("metadata").text("name"));
      }
      rendered.add(new RenderedObject(object, path, 0));
    }
    return rendered;
  }
}
