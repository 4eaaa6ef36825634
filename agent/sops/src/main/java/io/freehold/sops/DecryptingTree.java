package io.freehold.sops;

import io.freehold.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * A tree whose encrypted files read in clear. Its ids differ from those of the tree behind it, and
 * from those with other keys, so that caches never give one reader what another may read. Sizes are
 * those of the encrypted files.
 */
public final class DecryptingTree implements Tree {
  private static final String MARK = "+sops:";

  private final Tree tree;
  private final String path;
  private final Decryption decryption;

  /** Shows a tree in clear; with {@link Decryption#none()} reading an encrypted file fails. */
  public DecryptingTree(Tree tree, Decryption decryption) {
    this(tree, "", decryption);
  }

  private DecryptingTree(Tree tree, String path, Decryption decryption) {
    this.tree = tree;
    this.path = path;
    this.decryption = decryption;
  }

  @Override
  public String id() {
    return id(tree.id());
  }

  @Override
  public Optional<Entry> find(String path) {
    return tree.find(path).map(this::entry);
  }

  @Override
  public List<Entry> list(String path) {
    return tree.list(path).stream().map(this::entry).toList();
  }

  /**
   * The bytes of a file, in clear.
   *
   * @throws SopsException when it is encrypted and cannot be decrypted, or was changed since; the
   *     message names the file from the root of the outermost tree
   */
  @Override
  public byte[] read(String path) {
    byte[] bytes = tree.read(path);
    return decryption.decrypt(this.path + path, bytes).orElse(bytes);
  }

  @Override
  public Tree subtree(String path) {
    return new DecryptingTree(
        tree.subtree(path), path.isEmpty() ? this.path : this.path + path + "/", decryption);
  }

  private Entry entry(Entry entry) {
    return new Entry(entry.path(), entry.type(), id(entry.id()), entry.size());
  }

  private String id(String id) {
    return id + MARK + decryption.id();
  }

  /** The id that the tree behind one like this has for what has this id here. */
  public static String idBehind(String id) {
    int mark = id.lastIndexOf(MARK);
    return mark < 0 ? id : id.substring(0, mark);
  }
}
