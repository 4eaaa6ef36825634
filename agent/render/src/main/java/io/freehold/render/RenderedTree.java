package io.freehold.render;

import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A folder with one file of objects and the kustomization that includes it. */
final class RenderedTree implements Tree {
  private static final String KUSTOMIZATION = "kustomization.yaml";

  private final String file;
  private final byte[] objects;
  private final byte[] kustomization;
  private final String id;

  RenderedTree(String file, byte[] objects) {
    this.file = file;
    this.objects = objects;
    this.kustomization = ("resources: [" + file + "]\n").getBytes(StandardCharsets.UTF_8);
    this.id = digest(objects);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<Entry> find(String path) {
    return path.isEmpty()
        ? Optional.of(new Entry("", Type.DIRECTORY, id, 0))
        : list("").stream().filter(entry -> entry.path().equals(path)).findFirst();
  }

  @Override
  public List<Entry> list(String path) {
    return path.isEmpty()
        ? List.of(
            new Entry(file, Type.FILE, id, objects.length),
            new Entry(KUSTOMIZATION, Type.FILE, digest(kustomization), kustomization.length))
        : List.of();
  }

  @Override
  public byte[] read(String path) {
    if (path.equals(file)) {
      return objects;
    }
    if (path.equals(KUSTOMIZATION)) {
      return kustomization;
    }
    throw new TreeException("there is no file " + path);
  }

  @Override
  public Tree subtree(String path) {
    if (path.isEmpty()) {
      return this;
    }
    throw new TreeException("there is no folder " + path);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
