package io.freehold.source;

import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;

/** A folder in memory; its ids are those Git would give it. */
public final class MemoryTree implements Tree {
  private final Folder root;

  private sealed interface Node {
    ObjectId id();

    FileMode mode();
  }

  /** A folder; the names are sorted. */
  private record Folder(ObjectId id, Map<String, Node> children) implements Node {
    @Override
    public FileMode mode() {
      return FileMode.TREE;
    }
  }

  /** A file, or the text of a symbolic link. */
  private static final class Leaf implements Node {
    private final ObjectId id;
    private final boolean link;
    private final byte[] content;

    private Leaf(ObjectId id, boolean link, byte[] content) {
      this.id = id;
      this.link = link;
      this.content = content;
    }

    @Override
    public ObjectId id() {
      return id;
    }

    @Override
    public FileMode mode() {
      return link ? FileMode.SYMLINK : FileMode.REGULAR_FILE;
    }
  }

  private MemoryTree(Folder root) {
    this.root = root;
  }

  /** A tree of text files, by path. */
  public static MemoryTree of(Map<String, String> files) {
    var builder = new Builder();
    files.forEach((path, text) -> builder.file(path, text.getBytes(StandardCharsets.UTF_8)));
    return builder.build();
  }

  @Override
  public String id() {
    return root.id().name();
  }

  @Override
  public Optional<Entry> find(String path) {
    String normal = Paths.normal(path);
    return node(normal).map(node -> entry(normal, node));
  }

  @Override
  public List<Entry> list(String path) {
    String normal = Paths.normal(path);
    if (node(normal).orElse(root) instanceof Folder folder && node(normal).isPresent()) {
      return folder.children().entrySet().stream()
          .map(child -> entry(Paths.join(normal, child.getKey()), child.getValue()))
          .toList();
    }
    return List.of();
  }

  @Override
  public byte[] read(String path) {
    if (node(Paths.normal(path)).orElse(root) instanceof Leaf leaf && !leaf.link) {
      return leaf.content.clone();
    }
    throw new TreeException("there is no file " + path);
  }

  @Override
  public Tree subtree(String path) {
    return new MemoryTree(
        node(Paths.normal(path)).orElse(root) instanceof Folder folder
                && node(Paths.normal(path)).isPresent()
            ? folder
            : new Builder().build().root);
  }

  private Optional<Node> node(String path) {
    Node node = root;
    if (path.isEmpty()) {
      return Optional.of(node);
    }
    for (String segment : Paths.segments(path)) {
      if (!(node instanceof Folder folder) || !folder.children().containsKey(segment)) {
        return Optional.empty();
      }
      node = folder.children().get(segment);
    }
    return Optional.of(node);
  }

  private static Entry entry(String path, Node node) {
    return switch (node) {
      case Folder folder -> new Entry(path, Type.DIRECTORY, folder.id().name(), 0);
      case Leaf leaf when leaf.link -> new Entry(path, Type.SYMLINK, leaf.id.name(), 0);
      case Leaf leaf -> new Entry(path, Type.FILE, leaf.id.name(), leaf.content.length);
    };
  }

  /** Collects files; for one thread. */
  public static final class Builder {
    private final Map<String, Object> root = new TreeMap<>();

    /** Adds a file, and the folders above it. */
    public Builder file(String path, byte[] content) {
      return add(path, false, content.clone());
    }

    /** Adds a symbolic link, which is listed but never followed. */
    public Builder symlink(String path, String target) {
      return add(path, true, target.getBytes(StandardCharsets.UTF_8));
    }

    /** The tree. */
    public MemoryTree build() {
      try (var ids = new ObjectInserter.Formatter()) {
        return new MemoryTree(folder(root, ids));
      }
    }

    private Builder add(String path, boolean link, byte[] content) {
      var segments = Paths.segments(Paths.normal(path));
      Map<String, Object> folder = root;
      for (String segment : segments.subList(0, segments.size() - 1)) {
        folder = folder(folder.computeIfAbsent(segment, _ -> new TreeMap<String, Object>()), path);
      }
      try (var ids = new ObjectInserter.Formatter()) {
        folder.put(
            segments.getLast(), new Leaf(ids.idFor(Constants.OBJ_BLOB, content), link, content));
      }
      return this;
    }

    @SuppressWarnings("unchecked") // the maps in the values are ours
    private static Map<String, Object> folder(Object node, String path) {
      if (node instanceof Map<?, ?> map) {
        return (Map<String, Object>) map;
      }
      throw new IllegalArgumentException(path + " is below a file");
    }

    private static Folder folder(Map<String, Object> nodes, ObjectInserter ids) {
      var children = new TreeMap<String, Node>();
      nodes.forEach((name, node) ->
          children.put(name, node instanceof Leaf leaf ? leaf : folder(folder(node, name), ids)));
      var formatter = new TreeFormatter();
      children.entrySet().stream()
          .sorted((a, b) ->
              gitName(a.getKey(), a.getValue()).compareTo(gitName(b.getKey(), b.getValue())))
          .forEach(child ->
              formatter.append(child.getKey(), child.getValue().mode(), child.getValue().id()));
      return new Folder(formatter.computeId(ids), Collections.unmodifiableMap(children));
    }

    /** Git sorts folders as if their names ended in a slash. */
    private static String gitName(String name, Node node) {
      return node instanceof Folder ? name + "/" : name;
    }
  }
}
