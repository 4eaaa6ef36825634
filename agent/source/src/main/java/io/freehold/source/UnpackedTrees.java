package io.freehold.source;

import io.freehold.tree.Tree;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was unpacked, for as long as somebody uses it: the same range or tag is asked for at every
 * look. Thread safe.
 */
final class UnpackedTrees {
  private final Map<String, WeakReference<Tree>> trees = new ConcurrentHashMap<>();

  /** A tree that is in use. */
  Optional<Tree> find(String key) {
    WeakReference<Tree> known = trees.get(key);
    return known == null ? Optional.empty() : Optional.ofNullable(known.get());
  }

  /** Remembers a tree; returns it. */
  Tree put(String key, Tree tree) {
    trees.values().removeIf(reference -> reference.refersTo(null));
    trees.put(key, new WeakReference<>(tree));
    return tree;
  }
}
