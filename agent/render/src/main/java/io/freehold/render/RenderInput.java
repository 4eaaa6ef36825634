package io.freehold.render;

import static java.util.Objects.requireNonNull;

import io.freehold.api.Source;
import io.freehold.sops.DecryptingTree;
import io.freehold.sops.Decryption;
import io.freehold.tree.Tree;
import io.freehold.worker.Lookup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to render.
 *
 * @param name of the application: the name of a chart's release unless its source says another
 * @param namespace where objects go that name none
 * @param sources in the order of the application
 * @param facts of the cluster
 * @param substitution fills variables into what was rendered; null for none
 * @param decryption decrypts files as they are read; null for none
 * @param lookup answers charts that look into the cluster
 * @param remote what may be fetched besides the sources
 */
public record RenderInput(
    String name,
    String namespace,
    List<FetchedSource> sources,
    ClusterFacts facts,
    @Nullable Substitution substitution,
    @Nullable Decryption decryption,
    Lookup lookup,
    RemoteSources remote) {
  public RenderInput {
    requireNonNull(name, "name is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(facts, "facts is null");
    requireNonNull(lookup, "lookup is null");
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("an application without a source has nothing to render");
    }
  }

  /** Nothing is fetched besides the sources. */
  public RenderInput(
      String name,
      String namespace,
      List<FetchedSource> sources,
      ClusterFacts facts,
      @Nullable Substitution substitution,
      @Nullable Decryption decryption,
      Lookup lookup) {
    this(name, namespace, sources, facts, substitution, decryption, lookup, RemoteSources.NONE);
  }

  /** Charts find nothing in the cluster, and nothing is fetched besides the sources. */
  public RenderInput(
      String name,
      String namespace,
      List<FetchedSource> sources,
      ClusterFacts facts,
      @Nullable Substitution substitution,
      @Nullable Decryption decryption) {
    this(
        name,
        namespace,
        sources,
        facts,
        substitution,
        decryption,
        Lookup.NOTHING,
        RemoteSources.NONE);
  }

  /** The tree of a source as its tool sees it. */
  Tree tree(FetchedSource fetched) {
    return decryption == null ? fetched.tree() : new DecryptingTree(fetched.tree(), decryption);
  }

  /** A folder without options and without a cluster. */
  public static RenderInput folder(Tree tree, String path) {
    return source(tree, Source.folder(path));
  }

  /** One source without a cluster. */
  public static RenderInput source(Tree tree, Source source) {
    return new RenderInput(
        "app", "default", List.of(new FetchedSource(source, tree)), ClusterFacts.NONE, null, null);
  }
}
