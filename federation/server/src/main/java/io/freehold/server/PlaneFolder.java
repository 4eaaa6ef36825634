package io.freehold.server;

import io.freehold.source.CommitInfo;
import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The registry's folder {@code plane/} at one commit: how the plane itself is configured.
 *
 * @param commit the commit
 * @param files content of each file that could be read, by its path from the root of the registry
 * @param problems what is wrong with the others, by their path
 */
record PlaneFolder(
    CommitInfo commit, SortedMap<String, byte[]> files, SortedMap<String, String> problems) {
  /** Where it is in the registry. */
  static final String NAME = "plane";

  private static final int MOST_ENTRIES = 500;
  private static final long MOST_BYTES_OF_FILE = 256 * 1024;
  private static final long MOST_BYTES = 4 * 1024 * 1024;

  /**
   * Reads the folder.
   *
   * @param tree the tree of the folder itself
   * @throws TreeException when the repository cannot be read
   */
  static PlaneFolder read(CommitInfo commit, Tree tree) {
    var files = new TreeMap<String, byte[]>();
    var problems = new TreeMap<String, String>();
    long bytes = 0;
    int entries = 0;
    Deque<String> folders = new ArrayDeque<>();
    folders.add("");
    while (!folders.isEmpty()) {
      for (Tree.Entry entry : tree.list(folders.remove())) {
        String path = NAME + "/" + entry.path();
        if (++entries > MOST_ENTRIES || bytes + entry.size() > MOST_BYTES) {
          // A part of a configuration is none: nothing of it is used.
          problems.put(
              NAME,
              "%s holds more than %d files or %d bytes".formatted(NAME, MOST_ENTRIES, MOST_BYTES));
          return new PlaneFolder(commit, new TreeMap<>(), problems);
        }
        switch (entry.type()) {
          case DIRECTORY -> folders.add(entry.path());
          case SYMLINK, SUBMODULE -> problems.put(path, path + " is not a plain file");
          case FILE -> {
            if (entry.size() > MOST_BYTES_OF_FILE) {
              problems.put(path, path + " has more than " + MOST_BYTES_OF_FILE + " bytes");
            } else {
              bytes += entry.size();
              files.put(path, tree.read(entry.path()));
            }
          }
        }
      }
    }
    return new PlaneFolder(commit, files, problems);
  }

  /** The files at certain paths. */
  Map<String, byte[]> select(Predicate<String> paths) {
    var selected = new TreeMap<String, byte[]>();
    files.forEach((path, content) -> {
      if (paths.test(path)) {
        selected.put(path, content);
      }
    });
    return selected;
  }

  /** What keeps files at certain paths from being read; empty when nothing does. */
  String problem(Predicate<String> paths) {
    return problems.entrySet().stream()
        .filter(problem -> problem.getKey().equals(NAME) || paths.test(problem.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
