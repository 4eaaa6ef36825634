package io.freehold.kustomize;

import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder of this machine as a tree that is read when it is asked, so that a build in a large
 * repository reads only its own files. Symbolic links are listed, not followed. A file counts as
 * unchanged while its inode, size and times are.
 */
public final class DiskTree implements Tree {
  /** Time stamps are not finer than this, so younger files may change without showing it. */
  private static final Duration SETTLING = Duration.ofMillis(50);

  private final Path root;
  private final Clock clock;

  /**
   * @param root the folder
   * @param clock tells how old files are
   */
  public DiskTree(Path root, Clock clock) {
    this.root = root;
    this.clock = clock;
  }

  /** Never the same twice: nobody watches the folder. */
  @Override
  public String id() {
    return UUID.randomUUID().toString();
  }

  @Override
  public Optional<Entry> find(String path) {
    Map<String, Object> attributes;
    try {
      attributes =
          Files.readAttributes(
              root.resolve(path), "unix:mode,ino,size,ctime", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException _) {
      return Optional.empty();
    }
    return type(attributes)
        .map(type ->
            new Entry(
                path,
                type,
                // What is in a folder may change without a trace in the folder itself.
                type == Type.FILE ? id(attributes) : UUID.randomUUID().toString(),
                type == Type.FILE ? (Long) attributes.getOrDefault("size", 0L) : 0));
  }

  private static Optional<Type> type(Map<String, Object> attributes) {
    int format = (Integer) attributes.getOrDefault("mode", 0) & 0170000;
    return switch (format) {
      case 0100000 -> Optional.of(Type.FILE);
      case 0040000 -> Optional.of(Type.DIRECTORY);
      case 0120000 -> Optional.of(Type.SYMLINK);
      default -> Optional.empty();
    };
  }

  private String id(Map<String, Object> attributes) {
    var changed = (java.nio.file.attribute.FileTime) attributes.get("ctime");
    if (changed == null || changed.toInstant().plus(SETTLING).isAfter(clock.instant())) {
      return UUID.randomUUID().toString();
    }
    return attributes.get("ino") + ":" + attributes.get("size") + ":" + changed;
  }

  @Override
  public List<Entry> list(String path) {
    try (var files = Files.list(root.resolve(path))) {
      return files
          .flatMap(file -> find(TreePaths.join(path, String.valueOf(file.getFileName()))).stream())
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
      throw new TreeException(path + " cannot be read; check that it is there and readable", e);
    }
  }

  @Override
  public Tree subtree(String path) {
    return new DiskTree(root.resolve(path), clock);
  }
}
