package io.freehold.kustomize;

import io.freehold.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a build has looked up in its tree, to know later whether it would give the same. Folders
 * count only as being there: what matters in them is looked up itself.
 */
final class RecordedInputs {
  private static final String ABSENT = "";
  private static final String FOLDER = "/";

  private final Map<String, String> found = new LinkedHashMap<>();

  /** Looks up an entry and remembers the answer. */
  Optional<Tree.Entry> find(Tree tree, String path) {
    var entry = tree.find(path);
    found.put(path, mark(entry));
    return entry;
  }

  /** Whether every lookup would have the same answer in another tree. */
  boolean holdIn(Tree tree) {
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
