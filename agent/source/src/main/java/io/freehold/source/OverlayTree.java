package io.freehold.source;

import io.freehold.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A tree with other trees in the place of some of its entries, none of them inside of another. */
final class OverlayTree implements Tree {
  private final Tree base;
  private final Map<String, Tree> mounts;
  private final String id;

  private OverlayTree(Tree base, Map<String, Tree> mounts) {
    this.base = base;
    this.mounts = mounts;
    // Other than the base's id: the base says which commits it wants, but not what is in them.
    this.id =
        Digest.of(
                mounts.entrySet().stream()
                    .map(mount -> "\n" + mount.getValue().id() + " " + mount.getKey())
                    .collect(Collectors.joining("", "overlay " + base.id(), "\n"))
                    .getBytes(StandardCharsets.UTF_8))
            .hex();
  }

  /**
   * Puts trees into a tree.
   *
   * @param mounts by path
   */
  static Tree of(Tree base, Map<String, Tree> mounts) {
    return mounts.isEmpty() ? base : new OverlayTree(base, new TreeMap<>(mounts));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<Entry> find(String path) {
    String normal = Paths.normal(path);
    if (normal.isEmpty()) {
      return Optional.of(folder("", id));
    }
    Optional<String> mount = mountOver(normal);
    if (mount.isPresent()) {
      String inner = inner(mount.get(), normal);
      return mounted(mount.get()).find(inner).map(entry -> placed(mount.get(), entry));
    }
    return base.find(normal)
        .map(entry -> hasMountBelow(normal) ? folder(normal, subtree(normal).id()) : entry);
  }

  @Override
  public List<Entry> list(String path) {
    String normal = Paths.normal(path);
    Optional<String> mount = mountOver(normal);
    if (mount.isPresent()) {
      return mounted(mount.get()).list(inner(mount.get(), normal)).stream()
          .map(entry -> placed(mount.get(), entry))
          .toList();
    }
    return base.list(normal).stream().map(entry -> find(entry.path()).orElse(entry)).toList();
  }

  @Override
  public byte[] read(String path) {
    String normal = Paths.normal(path);
    Optional<String> mount = mountOver(normal);
    return mount.isPresent()
        ? mounted(mount.get()).read(inner(mount.get(), normal))
        : base.read(normal);
  }

  @Override
  public Tree subtree(String path) {
    String normal = Paths.normal(path);
    if (normal.isEmpty()) {
      return this;
    }
    Optional<String> mount = mountOver(normal);
    if (mount.isPresent()) {
      return mounted(mount.get()).subtree(inner(mount.get(), normal));
    }
    var below = new TreeMap<String, Tree>();
    mounts.forEach((place, tree) -> {
      if (place.startsWith(normal + "/")) {
        below.put(place.substring(normal.length() + 1), tree);
      }
    });
    return of(base.subtree(normal), below);
  }

  private Optional<String> mountOver(String path) {
    return mounts.keySet().stream()
        .filter(place -> path.equals(place) || path.startsWith(place + "/"))
        .findFirst();
  }

  private boolean hasMountBelow(String path) {
    return mounts.keySet().stream().anyMatch(place -> place.startsWith(path + "/"));
  }

  private Tree mounted(String place) {
    return mounts.getOrDefault(place, base);
  }

  private static String inner(String place, String path) {
    return path.equals(place) ? "" : path.substring(place.length() + 1);
  }

  private static Entry placed(String place, Entry entry) {
    String path = entry.path().isEmpty() ? place : place + "/" + entry.path();
    return new Entry(path, entry.type(), entry.id(), entry.size());
  }

  private static Entry folder(String path, String id) {
    return new Entry(path, Type.DIRECTORY, id, 0);
  }
}
