package io.freehold.render;

import io.freehold.api.ObjectRef;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import io.freehold.yaml.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renders folders; one for all applications of a process. Thread safe. */
public final class Renderer {
  /** Memory of a parsed tree, compared with the text it came from. */
  static final long MEMORY_PER_BYTE = 6;

  private static final long DEFAULT_CACHE = 64L << 20;
  private static final long OBJECT_OVERHEAD = 200;

  private final Kustomize kustomize;
  private final RenderLimits limits;
  private final ParsedFiles files;
  private final WeightedCache<Key, Rendered> results;

  /**
   * Equal keys render to equal objects. The path is part of it because origins name files by it.
   */
  private record Key(String id, String path, boolean recurse) {}

  /**
   * A renderer with its caches.
   *
   * @param cacheBytes about how much memory the caches may take
   */
  public Renderer(Kustomize kustomize, RenderLimits limits, long cacheBytes) {
    this.kustomize = kustomize;
    this.limits = limits;
    this.files = new ParsedFiles(cacheBytes / 2);
    // Mostly the very values of the parsed files, but those may have left their cache before.
    this.results =
        new WeightedCache<>(
            cacheBytes / 2,
            rendered ->
                OBJECT_OVERHEAD * (1 + rendered.objects().size())
                    + MEMORY_PER_BYTE * rendered.bytes());
  }

  /** A renderer with default limits and 64 MiB of caches. */
  public Renderer(Kustomize kustomize) {
    this(kustomize, RenderLimits.DEFAULT, DEFAULT_CACHE);
  }

  /**
   * Renders a folder. An empty folder has no objects; a missing one is an error.
   *
   * @throws RenderException when it cannot be rendered completely
   */
  public Rendered render(RenderInput input) {
    try {
      return checked(input);
    } catch (TreeException e) {
      throw new RenderException(Code.SOURCE, input.path(), 0, String.valueOf(e.getMessage()), e);
    }
  }

  private Rendered checked(RenderInput input) {
    var found = input.tree().find(input.path());
    if (found.isEmpty() || found.get().type() != Tree.Type.DIRECTORY) {
      throw new RenderException(
          Code.NO_FOLDER,
          input.path(),
          0,
          found.isEmpty()
              ? "there is no such folder at this revision; nothing is changed in the cluster"
              : "this is not a folder; name the folder that holds it");
    }
    Tree folder = input.tree().subtree(input.path());
    if (isKustomization(folder)) {
      return Rendered.of(kustomize.build(input.tree(), input.path()));
    }
    if (folder.find(ManifestFiles.CHART).isPresent()) {
      throw new RenderException(
          Code.UNSUPPORTED,
          input.path(),
          0,
          "the folder holds a Helm chart, which is not supported by this version; use plain manifests");
    }
    var key = new Key(folder.id(), input.path(), input.recurse());
    var known = results.get(key);
    if (known.isPresent()) {
      return known.get();
    }
    Rendered rendered = Rendered.of(plain(folder, input));
    results.put(key, rendered);
    return rendered;
  }

  private List<RenderedObject> plain(Tree folder, RenderInput input) {
    var objects = new ArrayList<RenderedObject>();
    var seen = new HashMap<ObjectRef, RenderedObject>();
    for (Tree.Entry file : new ManifestFiles(folder, input.path(), limits).find(input.recurse())) {
      String name = input.path().isEmpty() ? file.path() : input.path() + "/" + file.path();
      var check = new ObjectCheck(name, object -> add(object, objects, seen, input.path()));
      for (Document document : files.read(folder, file, name, limits.file())) {
        if (!document.isEmpty()) {
          check.accept(document.root(), document.line());
        }
      }
    }
    return objects;
  }

  private void add(
      RenderedObject object,
      List<RenderedObject> objects,
      Map<ObjectRef, RenderedObject> seen,
      String path) {
    RenderedObject first = seen.putIfAbsent(object.ref(), object);
    if (first != null) {
      throw new RenderException(
          Code.DUPLICATE,
          object.file(),
          object.line(),
          "%s is written in %s already; remove one".formatted(object.ref(), first.origin()));
    }
    if (objects.size() == limits.objects()) {
      throw new RenderException(
          Code.LIMIT,
          path,
          0,
          "the folder has more than " + limits.objects() + " objects; split it");
    }
    objects.add(object);
  }

  private static boolean isKustomization(Tree folder) {
    return ManifestFiles.KUSTOMIZATIONS.stream().anyMatch(name -> folder.find(name).isPresent());
  }
}
