package io.freehold.kustomize;

import io.freehold.kustomize.BuildOptions.Restriction;
import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import io.freehold.tree.TreeReads;
import io.freehold.yaml.Document;
import io.freehold.yaml.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one kustomization. Nothing outside of the tree can be named, and unless
 * allowed nothing outside of the folder of the kustomization.
 */
final class Loader {
  private final BuildContext context;
  private final Tree tree;
  private final String root;
  private final String label;
  private final Restriction restriction;
  private final TreeReads reads;
  private final @Nullable Loader referrer;
  private final int depth;

  private Loader(
      BuildContext context,
      Tree tree,
      String root,
      String label,
      Restriction restriction,
      TreeReads reads,
      @Nullable Loader referrer) {
    this.context = context;
    this.tree = tree;
    this.root = root;
    this.label = label;
    this.restriction = restriction;
    this.reads = reads;
    this.referrer = referrer;
    this.depth = referrer == null ? 1 : referrer.depth + 1;
    if (depth > context.options().limits().depth()) {
      throw new KustomizeException(
          Code.LIMIT,
          "kustomizations are nested deeper than "
              + context.options().limits().depth()
              + " levels at "
              + chain());
    }
  }

  static Loader at(BuildContext context, Tree tree, String path) {
    String root =
        TreePaths.resolve("", path)
            .orElseThrow(
                () -> new KustomizeException(Code.OUTSIDE, path + " is outside of the tree"));
    var loader =
        new Loader(
            context, tree, root, "", context.options().restriction(), context.inputs(), null);
    if (!loader.isDirectory(root)) {
      throw new KustomizeException(Code.NOT_FOUND, "there is no folder " + loader.display(root));
    }
    return loader;
  }

  /** The folder of the kustomization, from the root of the tree. */
  String root() {
    return root;
  }

  Tree tree() {
    return tree;
  }

  /** The folder, for messages. */
  String display() {
    return display(root);
  }

  /** A path below the folder of the kustomization, for messages. */
  String display(String path) {
    return label + (path.isEmpty() ? "." : path);
  }

  /** How a file that this kustomization names is called in messages. */
  String displayFile(String name) {
    return TreePaths.resolve(root, name).map(this::display).orElse(name);
  }

  /** Whether there is such a file in the folder itself. */
  boolean hasFile(String name) {
    return find(TreePaths.join(root, name))
        .filter(entry -> entry.type() == Tree.Type.FILE)
        .isPresent();
  }

  /** What stands at a path from the root of the tree. */
  Optional<Tree.Entry> find(String path) {
    return reads.find(tree, path);
  }

  byte[] bytes(String name) {
    Tree.Entry entry = file(name);
    context.countFile(entry.size());
    return read(entry);
  }

  /** The documents of a YAML or JSON file. */
  List<Document> documents(String name, Schema schema) {
    Tree.Entry entry = file(name);
    context.countFile(entry.size());
    return context.parsed().file(entry.id(), display(entry.path()), schema, () -> read(entry));
  }

  /** The documents of the kustomization file itself. */
  List<Document> kustomization(String name) {
    Tree.Entry entry = file(name);
    context.countFile(entry.size());
    return context.parsed().kustomization(entry.id(), display(entry.path()), () -> read(entry));
  }

  /** The documents of a text that stands in a kustomization. */
  List<Document> inline(String text, String owner, Schema schema) {
    return context.parsed().inline(text, owner, schema);
  }

  /**
   * The file of a name.
   *
   * @throws KustomizeException when it is missing, not a file, or outside of the allowed folder
   */
  Tree.Entry file(String name) {
    if (name.startsWith("/")) {
      throw new KustomizeException(
          Code.OUTSIDE, "the path " + name + " is absolute; write it relative to " + display());
    }
    if (name.isEmpty()) {
      throw new KustomizeException(Code.NOT_FOUND, "the name of a file is empty");
    }
    String path = resolve(name);
    Optional<Tree.Entry> entry = find(path);
    if (entry.isEmpty()) {
      throw new KustomizeException(Code.NOT_FOUND, "there is no file " + display(path));
    }
    if (restriction == Restriction.ROOT && !TreePaths.isInOrBelow(path, root)) {
      throw new KustomizeException(
          Code.OUTSIDE,
          "the file "
              + display(path)
              + " is not in or below "
              + display()
              + "; move it there, or make its folder a base");
    }
    return switch (entry.get().type()) {
      case FILE -> entry.get();
      case DIRECTORY ->
          throw new KustomizeException(Code.NOT_FOUND, display(path) + " is a folder, not a file");
      case SYMLINK ->
          throw new KustomizeException(
              Code.OUTSIDE, display(path) + " is a symbolic link, which is not followed");
      case SUBMODULE ->
          throw new KustomizeException(
              Code.OUTSIDE, display(path) + " is a submodule, which is not followed");
    };
  }

  /**
   * The loader of another kustomization.
   *
   * @throws KustomizeException when there is no such folder, or it contains one that is being built
   */
  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  Loader enter(String name) {
    if (name.isEmpty()) {
      throw new KustomizeException(Code.NOT_FOUND, "the name of a folder is empty");
    }
    if (name.startsWith("/")) {
      throw new KustomizeException(
          Code.OUTSIDE, "the path " + name + " is absolute; write it relative to " + display());
    }
    var path = TreePaths.resolve(root, name);
    if (path.isEmpty() || !isDirectory(path.get())) {
      if (RepositoryUrl.looksRemote(name)) {
        return enterRemote(name);
      }
      resolve(name);
      throw new KustomizeException(
          Code.NOT_FOUND, "there is no file and no folder " + display(path.orElse(name)));
    }
    for (Loader loader = this; loader != null; loader = loader.referrer) {
      if (loader.tree == tree && TreePaths.isInOrBelow(loader.root, path.get())) {
        throw new KustomizeException(
            Code.CYCLE,
            "cycle: "
                + chain()
                + " -> "
                + display(path.get())
                + (loader.root.equals(path.get())
                    ? ""
                    : ", which contains " + loader.display() + "; move one out of the other"));
      }
    }
    return new Loader(context, tree, path.get(), label, restriction, reads, this);
  }

  private Loader enterRemote(String url) {
    for (Loader loader = this; loader != null; loader = loader.referrer) {
      if (loader.label.equals(url + " ")) {
        throw new KustomizeException(Code.CYCLE, "cycle: " + chain() + " -> " + url);
      }
    }
    RemoteBases.Base base;
    try {
      base = context.remoteBases().fetch(url);
    } catch (KustomizeException e) {
      throw e.at("base " + url);
    } catch (RuntimeException e) {
      throw new KustomizeException(Code.PORT, "base " + url + ": " + e.getMessage(), e);
    }
    context.markRemote();
    String path =
        TreePaths.resolve("", base.path())
            .orElseThrow(
                () -> new KustomizeException(Code.OUTSIDE, "base " + url + " leaves its tree"));
    // Of one commit: what is looked up there does not depend on the tree of the build.
    return new Loader(
        context, base.tree(), path, url + " ", Restriction.ROOT, new TreeReads(), this);
  }

  private String resolve(String name) {
    return TreePaths.resolve(root, name)
        .orElseThrow(() ->
            new KustomizeException(
                Code.OUTSIDE, "the path " + name + " of " + display() + " leaves the repository"));
  }

  private boolean isDirectory(String path) {
    return path.isEmpty()
        || find(path).filter(entry -> entry.type() == Tree.Type.DIRECTORY).isPresent();
  }

  private byte[] read(Tree.Entry entry) {
    try {
      return tree.read(entry.path());
    } catch (TreeException e) {
      throw new KustomizeException(
          Code.NOT_FOUND, display(entry.path()) + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String chain() {
    return (referrer == null ? "" : referrer.chain() + " -> ") + display();
  }
}
