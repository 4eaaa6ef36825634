package io.freehold.render;

import static java.util.Objects.requireNonNull;

import io.freehold.api.Source;
import io.freehold.tree.Tree;

/**
 * A source of an application with what was fetched for it.
 *
 * @param source what the application says
 * @param tree the whole repository, or the chart
 * @param revision commit or version of the tree; empty when it is not known
 */
public record FetchedSource(Source source, Tree tree, String revision) {
  public FetchedSource {
    requireNonNull(source, "source is null");
    requireNonNull(tree, "tree is null");
    requireNonNull(revision, "revision is null");
  }

  /** A source of which no revision is known. */
  public FetchedSource(Source source, Tree tree) {
    this(source, tree, "");
  }

  /** The folder, from the root of the tree; empty for the root. */
  public String path() {
    String path = source.path();
    path = path.equals(".") || path.equals("./") ? "" : path;
    path = path.startsWith("./") ? path.substring(2) : path;
    path = path.startsWith("/") ? path.substring(1) : path;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
