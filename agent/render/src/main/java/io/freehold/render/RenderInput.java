package io.freehold.render;

import static java.util.Objects.requireNonNull;

import io.freehold.tree.Tree;

/**
 * What to render.
 *
 * @param tree the whole repository
 * @param path folder in it, empty for the root
 * @param recurse whether a plain folder includes the folders below
 */
public record RenderInput(Tree tree, String path, boolean recurse) {
  public RenderInput {
    requireNonNull(tree, "tree is null");
    path = path.equals(".") || path.equals("./") ? "" : path;
    path = path.startsWith("./") ? path.substring(2) : path;
    path = path.startsWith("/") ? path.substring(1) : path;
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
