package io.freehold.kustomize;

import io.freehold.api.Tree;
import io.freehold.api.TreeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A folder on disk as a tree, for tests; nothing may change while it is in use. */
final class DiskTree implements Tree {
  private final Path root;

  DiskTree(Path root) {
    this.root = root;
  }

  @Override
  public String id() {
    return root.toString();
  }

  @Override
  public Optional<Entry> find(String path) {
    Path file = root.resolve(path);
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Type type =
          attributes.isSymbolicLink()
              ? Type.SYMLINK
              : attributes.isDirectory() ? Type.DIRECTORY : Type.FILE;
      String id = file + ":" + attributes.lastModifiedTime() + ":" + attributes.size();
      return Optional.of(new Entry(path, type, id, type == Type.FILE ? attributes.size() : 0));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public List<Entry> list(String path) {
    try (var files = Files.list(root.resolve(path))) {
      return files
          .map(file -> find(TreePaths.join(path, file.getFileName().toString())).orElseThrow())
          .sorted(Comparator.comparing(Entry::name))
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  @Override
  public byte[] read(String path) {
    try {
      return Files.readAllBytes(root.resolve(path));
    } catch (IOException e) {
      throw new TreeException("cannot read " + path, e);
    }
  }

  @Override
  public Tree subtree(String path) {
    return new DiskTree(root.resolve(path));
  }
}
