package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the manifest files of a plain folder. Names that start with a dot are left out, as are all
 * but YAML and JSON files.
 */
final class ManifestFiles {
  static final Set<String> KUSTOMIZATIONS =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  static final String CHART = "Chart.yaml";

  private final Tree folder;
  private final String path;
  private final RenderLimits limits;
  private final List<Tree.Entry> files = new ArrayList<>();
  private long bytes;

  ManifestFiles(Tree folder, String path, RenderLimits limits) {
    this.folder = folder;
    this.path = path;
    this.limits = limits;
  }

  /** The files, sorted by path. */
  List<Tree.Entry> find(boolean recurse) {
    collect("", recurse);
    return files;
  }

  private void collect(String below, boolean recurse) {
    for (Tree.Entry entry : folder.list(below)) {
      if (entry.name().startsWith(".")) {
        continue;
      }
      switch (entry.type()) {
        case FILE -> file(entry, below);
        case DIRECTORY -> {
          if (recurse) {
            collect(entry.path(), true);
          }
        }
        case SYMLINK -> link(entry, recurse);
        case SUBMODULE -> {
          if (recurse) {
            throw new RenderException(
                Code.LINK, place(entry), 0, "a submodule is not read; copy its files or move it");
          }
        }
      }
    }
  }

  private void file(Tree.Entry entry, String below) {
    if (!below.isEmpty() && (KUSTOMIZATIONS.contains(entry.name()) || entry.name().equals(CHART))) {
      throw new RenderException(
          Code.UNSUPPORTED,
          place(entry),
          0,
          "a plain folder that is read with the folders below cannot hold this; give it an Application of its own");
    }
    if (!isManifest(entry.name())) {
      return;
    }
    bytes += entry.size();
    if (entry.size() > limits.file().bytes()) {
      throw new RenderException(
          Code.LIMIT,
          place(entry),
          0,
          "the file has %d bytes; at most %d are read"
              .formatted(entry.size(), limits.file().bytes()));
    }
    if (files.size() == limits.files() || bytes > limits.bytes()) {
      throw new RenderException(
          Code.LIMIT,
          path,
          0,
          "the folder holds more than %d files or %d bytes of manifests; split it"
              .formatted(limits.files(), limits.bytes()));
    }
    files.add(entry);
  }

  /**
   * A link that might stand for objects must not be passed over: what is missing here would be
   * pruned.
   */
  private void link(Tree.Entry entry, boolean recurse) {
    if (isManifest(entry.name()) || (recurse && entry.name().indexOf('.') < 0)) {
      throw new RenderException(
          Code.LINK, place(entry), 0, "a symbolic link is not followed; put the file itself here");
    }
  }

  private String place(Tree.Entry entry) {
    return path.isEmpty() ? entry.path() : path + "/" + entry.path();
  }

  private static boolean isManifest(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }
}
