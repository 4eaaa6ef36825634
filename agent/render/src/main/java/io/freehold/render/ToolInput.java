package io.freehold.render;

import static java.util.Objects.requireNonNull;

import io.freehold.api.Source;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeReads;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One source, for the tool that renders it. Whatever a tool reads it looks up through {@link
 * #reads()} of that very tree: a commit that changes none of it is not rendered again.
 *
 * @param tree the whole repository, or the chart
 * @param path folder in the tree; there is one
 * @param source options
 * @param revision commit or version of the tree; empty when it is not known
 * @param reads takes down what is read of {@code tree}
 * @param references other sources by the name they gave themselves with {@code ref}
 * @param name of the application
 * @param namespace where objects go that name none
 * @param cluster what is known of it and can be looked up in it
 * @param remote what may be fetched besides
 */
public record ToolInput(
    Tree tree,
    String path,
    Source source,
    String revision,
    TreeReads reads,
    Map<String, Reference> references,
    String name,
    String namespace,
    ClusterView cluster,
    RemoteSources remote) {
  public ToolInput {
    requireNonNull(tree, "tree is null");
    requireNonNull(source, "source is null");
    references = Map.copyOf(references);
  }

  /**
   * Another source of the same application.
   *
   * @param tree its files
   * @param reads takes down what is read of them
   */
  public record Reference(Tree tree, TreeReads reads) {
    /** Looks up an entry. */
    public Optional<Tree.Entry> find(String path) {
      return reads.find(tree, path);
    }
  }

  /** Looks up an entry of the tree. */
  public Optional<Tree.Entry> find(String entry) {
    return reads.find(tree, entry);
  }

  /** The folder itself, of which everything counts. */
  public Tree folder() {
    return reads.folder(tree, path);
  }

  /** A path in the folder, from the root of the tree. */
  public String inFolder(String relative) {
    return path.isEmpty() ? relative : path + "/" + relative;
  }

  /** What the tool answers when all of it is in {@link #reads()}. */
  public ToolResult result(List<RenderedObject> objects) {
    return new ToolResult(objects, List.of());
  }
}
