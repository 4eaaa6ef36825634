package io.freehold.render;

import io.freehold.api.DirectoryOptions;
import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the manifest files of a plain folder. Names that start with a dot are left out, as are all
 * but YAML, JSON and Jsonnet files, and what the patterns leave out.
 */
final class ManifestFiles {
  static final Set<String> KUSTOMIZATIONS =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  static final String CHART = "Chart.yaml";

  private static final int DEPTH = 100;

  private final Tree folder;
  private final String path;
  private final RenderLimits limits;
  private final boolean recurse;
  private final @Nullable Glob include;
  private final @Nullable Glob exclude;
  private final List<Tree.Entry> files = new ArrayList<>();
  private long bytes;

  ManifestFiles(Tree folder, String path, RenderLimits limits, DirectoryOptions options) {
    this.folder = folder;
    this.path = path;
    this.limits = limits;
    this.recurse = options.recurse();
    this.include = glob(options.include(), "include");
    this.exclude = glob(options.exclude(), "exclude");
  }

  /** The files, sorted by path. */
  List<Tree.Entry> find() {
    collect("", 0);
    return files;
  }

  static boolean isJsonnet(String name) {
    return name.endsWith(".jsonnet");
  }

  private static @Nullable Glob glob(String pattern, String field) {
    if (pattern.isEmpty()) {
      return null;
    }
    try {
      return new Glob(pattern);
    } catch (IllegalArgumentException e) {
      throw new RenderException(
          Code.UNSUPPORTED, "directory." + field, 0, String.valueOf(e.getMessage()), e);
    }
  }

  private boolean isLeftOut(Tree.Entry entry) {
    return entry.name().startsWith(".")
        || (exclude != null && exclude.matches(entry.path()))
        || (include != null
            && entry.type() != Tree.Type.DIRECTORY
            && !include.matches(entry.path()));
  }

  private void collect(String below, int depth) {
    if (depth > DEPTH) {
      throw new RenderException(
          Code.LIMIT, path, 0, "folders are read %d deep at most; split them".formatted(DEPTH));
    }
    for (Tree.Entry entry : folder.list(below)) {
      if (isLeftOut(entry)) {
        continue;
      }
      switch (entry.type()) {
        case FILE -> file(entry, below);
        case DIRECTORY -> {
          if (recurse) {
            collect(entry.path(), depth + 1);
          }
        }
        case SYMLINK -> link(entry);
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
  private void link(Tree.Entry entry) {
    if (isManifest(entry.name()) || (recurse && entry.name().indexOf('.') < 0)) {
      throw new RenderException(
          Code.LINK, place(entry), 0, "a symbolic link is not followed; put the file itself here");
    }
  }

  private String place(Tree.Entry entry) {
    return path.isEmpty() ? entry.path() : path + "/" + entry.path();
  }

  private static boolean isManifest(String name) {
    return name.endsWith(".yaml")
        || name.endsWith(".yml")
        || name.endsWith(".json")
        || isJsonnet(name);
  }
}
