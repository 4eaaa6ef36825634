package io.freehold.tree;

import java.util.List;
import java.util.Optional;

/**
 * An immutable, content-addressed view of a folder of desired state. Two trees with the same {@link
 * #id()} hold the same bytes. Paths are relative to the root, separated by {@code /}, without
 * {@code .} or {@code ..} segments; the root itself is the empty path. Implementations are thread
 * safe and never reach outside the root: symbolic links and submodules are listed, but not
 * followed.
 */
public interface Tree {
  /** Content id of the whole tree, for Git the id of the tree object. */
  String id();

  /**
   * The entry at a path.
   *
   * @throws TreeException when the source cannot be read
   */
  Optional<Entry> find(String path);

  /**
   * The entries of a folder, sorted by name; empty when there is no such folder.
   *
   * @throws TreeException when the source cannot be read
   */
  List<Entry> list(String path);

  /**
   * The bytes of a file.
   *
   * @throws TreeException when there is no such file, it is larger than the tree allows, or the
   *     source cannot be read
   */
  byte[] read(String path);

  /** The tree that starts at a folder; an empty tree when there is no such folder. */
  Tree subtree(String path);

  /**
   * One name in a folder.
   *
   * @param path path from the root of the tree
   * @param type what it is
   * @param id content id: equal ids mean equal content
   * @param size bytes of a file, 0 for everything else
   */
  record Entry(String path, Type type, String id, long size) {
    /** The last segment of the path. */
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** What an entry is. */
  enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    SUBMODULE
  }
}
