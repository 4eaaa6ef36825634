package io.freehold.tree;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What was looked up in a tree, to know later whether another tree would give the same. Not thread
 * safe while it is being written.
 */
public final class TreeReads {
  private static final String ABSENT = "";
  private static final String FOLDER = "/";

  private final Map<String, String> found = new LinkedHashMap<>();
  private final Map<String, String> folders = new LinkedHashMap<>();

  /** Ids of folders in which something was looked up: while one is the same, so is all in it. */
  private final Map<String, String> around = new HashMap<>();

  /**
   * Looks up an entry and remembers the answer. A folder counts only as being there: what matters
   * in it is looked up itself.
   */
  public Optional<Tree.Entry> find(Tree tree, String path) {
    var entry = tree.find(path);
    found.put(path, mark(entry));
    if (around.isEmpty()) {
      around.put("", tree.id());
    }
    String folder = parent(path);
    if (!around.containsKey(folder)) {
      around.put(folder, folderId(tree, folder));
    }
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
    around.putAll(others.around);
  }

  /** All of it, to be written down. */
  public Map<String, Map<String, String>> parts() {
    return Map.of("found", found, "folders", folders, "around", around);
  }

  /** What {@link #parts} was written down; what is not there was not looked up. */
  public static TreeReads of(Map<String, Map<String, String>> parts) {
    var reads = new TreeReads();
    reads.found.putAll(parts.getOrDefault("found", Map.of()));
    reads.folders.putAll(parts.getOrDefault("folders", Map.of()));
    reads.around.putAll(parts.getOrDefault("around", Map.of()));
    return reads;
  }

  /** The same with other ids, as those of the tree behind the one that was read. */
  public TreeReads mapped(UnaryOperator<String> id) {
    var mapped = new TreeReads();
    found.forEach((path, mark) -> mapped.found.put(path, mapped(mark, id)));
    folders.forEach((path, mark) -> mapped.folders.put(path, id.apply(mark)));
    around.forEach((path, mark) -> mapped.around.put(path, mapped(mark, id)));
    return mapped;
  }

  private static String mapped(String mark, UnaryOperator<String> id) {
    return mark.equals(ABSENT) || mark.equals(FOLDER) ? mark : id.apply(mark);
  }

  /**
   * Whether every lookup would have the same answer in another tree.
   *
   * @throws TreeException when that tree cannot be read
   */
  public boolean holdIn(Tree tree) {
    if (tree.id().equals(around.get(""))) {
      return true;
    }
    for (var entry : folders.entrySet()) {
      if (!entry.getValue().equals(tree.subtree(entry.getKey()).id())) {
        return false;
      }
    }
    Map<String, Boolean> same = new HashMap<>();
    for (var entry : found.entrySet()) {
      String folder = parent(entry.getKey());
      if (!same.computeIfAbsent(folder, path -> isSame(tree, path))
          && !entry.getValue().equals(mark(tree.find(entry.getKey())))) {
        return false;
      }
    }
    return true;
  }

  private boolean isSame(Tree tree, String folder) {
    String id = around.getOrDefault(folder, ABSENT);
    return !folder.isEmpty() && !id.equals(ABSENT) && id.equals(folderId(tree, folder));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String folderId(Tree tree, String path) {
    return tree.find(path)
        .filter(entry -> entry.type() == Tree.Type.DIRECTORY)
        .map(Tree.Entry::id)
        .orElse(ABSENT);
  }

  private static String mark(Optional<Tree.Entry> entry) {
    return entry
        .map(e -> e.type() == Tree.Type.DIRECTORY ? FOLDER : e.type() + e.id())
        .orElse(ABSENT);
  }
}
