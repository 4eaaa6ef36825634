package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a chart, by path from its folder. */
final class ChartFiles {
  private static final int DEPTH = 40;

  private final RenderLimits limits;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private long bytes;

  ChartFiles(RenderLimits limits) {
    this.limits = limits;
  }

  Map<String, byte[]> files() {
    return files;
  }

  /**
   * Adds a folder.
   *
   * @param folder the chart's
   * @param place where it is, for messages
   * @param prefix where its files go: empty, or a folder with a slash at its end
   */
  void add(Tree folder, String place, String prefix) {
    add(folder, "", place, prefix, 0);
  }

  private void add(Tree folder, String below, String place, String prefix, int depth) {
    for (Tree.Entry entry : folder.list(below)) {
      String where = place.isEmpty() ? entry.path() : place + "/" + entry.path();
      switch (entry.type()) {
        case FILE -> file(folder, entry, where, prefix);
        case DIRECTORY -> {
          if (depth == DEPTH) {
            throw new RenderException(
                Code.LIMIT, where, 0, "folders of a chart are at most " + DEPTH + " deep");
          }
          add(folder, entry.path(), place, prefix, depth + 1);
        }
        case SYMLINK ->
            throw new RenderException(
                Code.LINK,
                where,
                0,
                "a symbolic link in a chart is not followed; put the file itself here");
        case SUBMODULE ->
            throw new RenderException(
                Code.LINK, where, 0, "a submodule in a chart is not read; copy its files");
      }
    }
  }

  private void file(Tree folder, Tree.Entry entry, String where, String prefix) {
    bytes += entry.size();
    if (entry.size() > limits.file().bytes()) {
      throw new RenderException(
          Code.LIMIT,
          where,
          0,
          "the file has %d bytes; at most %d are read"
              .formatted(entry.size(), limits.file().bytes()));
    }
    if (files.size() == limits.files() || bytes > limits.bytes()) {
      throw new RenderException(
          Code.LIMIT,
          where,
          0,
          "the chart has more than %d files or %d bytes".formatted(limits.files(), limits.bytes()));
    }
    files.put(prefix + entry.path(), folder.read(entry.path()));
  }
}
