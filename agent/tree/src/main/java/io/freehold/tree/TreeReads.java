package io.freehold.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was looked up in a tree, to know later whether another tree would give the same. Not thread
 * safe while it is being written.
 */
public final class TreeReads {
  private static final String ABSENT = "";
  private static final String FOLDER = "/";

  private final Map<String, String> found = new LinkedHashMap<>();
  private final Map<String, String> folders = new LinkedHashMap<>();

  /**
   * Looks up an entry and remembers the answer. A folder counts only as being there: what matters
   * in it is looked up itself.
   */
  public Optional<Tree.Entry> find(Tree tree, String path) {
    var entry = tree.find(path);
    found.put(path, mark(entry));
    return entry;
  }

  /** The folder at a path, of which everything counts from now on. */
  public Tree folder(Tree tree, String path) {
    Tree folder = tree.subtree(path);
    folders.put(path, folder.id());
    return folder;
  }

  /** Adds what another build has looked up in the same tree. */
  public void add(TreeReads others) {
    found.putAll(others.found);
    folders.putAll(others.folders);
  }

  /**
   * Whether every lookup would have the same answer in another tree.
   *
   * @throws TreeException when that tree cannot be read
   */
  public boolean holdIn(Tree tree) {
    for (var entry : folders.entrySet()) {
      if (!entry.getValue().equals(tree.subtree(entry.getKey()).id())) {
        return false;
      }
    }
    for (var entry : found.entrySet()) {
      if (!entry.getValue().equals(mark(tree.find(entry.getKey())))) {
        return false;
      }
    }
    return true;
  }

  private static String mark(Optional<Tree.Entry> entry) {
    return entry
        .map(e -> e.type() == Tree.Type.DIRECTORY ? FOLDER : e.type() + e.id())
        .orElse(ABSENT);
  }
}
