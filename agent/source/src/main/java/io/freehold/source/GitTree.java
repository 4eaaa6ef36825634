package io.freehold.source;

import io.freehold.tree.Tree;
import io.freehold.tree.TreeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A folder of a commit, read from packs on demand. */
final class GitTree implements Tree {
  private static final ObjectId EMPTY =
      new TreeFormatter().computeId(new ObjectInserter.Formatter());

  private final Repository repository;
  private final ObjectId root;
  private final int fileBytes;
  private final Runnable onDamage;

  GitTree(Repository repository, ObjectId root, int fileBytes, Runnable onDamage) {
    this.repository = repository;
    this.root = root;
    this.fileBytes = fileBytes;
    this.onDamage = onDamage;
  }

  @Override
  public String id() {
    return root.name();
  }

  @Override
  public Optional<Entry> find(String path) {
    String normal = Paths.normal(path);
    return normal.isEmpty()
        ? Optional.of(new Entry("", Type.DIRECTORY, id(), 0))
        : read(reader -> walkTo(reader, normal));
  }

  @Override
  public List<Entry> list(String path) {
    String normal = Paths.normal(path);
    ObjectId folder = folder(normal);
    if (folder.equals(EMPTY)) {
      return List.of();
    }
    return read(reader -> {
      var entries = new ArrayList<Entry>();
      var parser = new CanonicalTreeParser(null, reader, folder);
      for (; !parser.eof(); parser.next()) {
        entries.add(
            entry(
                reader,
                Paths.join(normal, parser.getEntryPathString()),
                parser.getEntryFileMode(),
                parser.getEntryObjectId()));
      }
      // Git sorts folders as if their names ended in a slash.
      entries.sort(Comparator.comparing(Entry::path));
      return List.copyOf(entries);
    });
  }

  @Override
  public byte[] read(String path) {
    Entry entry =
        find(path)
            .filter(found -> found.type() == Type.FILE)
            .orElseThrow(() -> new TreeException("there is no file " + path));
    if (entry.size() > fileBytes) {
      throw new TreeException(
          "the file %s has %d bytes; at most %d are read".formatted(path, entry.size(), fileBytes));
    }
    return read(reader ->
        reader.open(ObjectId.fromString(entry.id()), Constants.OBJ_BLOB).getCachedBytes(fileBytes));
  }

  @Override
  public Tree subtree(String path) {
    return new GitTree(repository, folder(Paths.normal(path)), fileBytes, onDamage);
  }

  private ObjectId folder(String path) {
    if (path.isEmpty() || root.equals(EMPTY)) {
      return root;
    }
    return find(path)
        .filter(entry -> entry.type() == Type.DIRECTORY)
        .map(entry -> ObjectId.fromString(entry.id()))
        .orElse(EMPTY);
  }

  private Optional<Entry> walkTo(ObjectReader reader, String path) throws IOException {
    if (root.equals(EMPTY)) {
      return Optional.empty();
    }
    try (var walk = TreeWalk.forPath(reader, path, root)) {
      return walk == null
          ? Optional.empty()
          : Optional.of(entry(reader, path, walk.getFileMode(0), walk.getObjectId(0)));
    }
  }

  private static Entry entry(ObjectReader reader, String path, FileMode mode, ObjectId id)
      throws IOException {
    Type type = type(mode);
    long size = type == Type.FILE ? reader.getObjectSize(id, Constants.OBJ_BLOB) : 0;
    return new Entry(path, type, id.name(), size);
  }

  private static Type type(FileMode mode) {
    return switch (mode.getBits() & FileMode.TYPE_MASK) {
      case FileMode.TYPE_TREE -> Type.DIRECTORY;
      case FileMode.TYPE_SYMLINK -> Type.SYMLINK;
      case FileMode.TYPE_GITLINK -> Type.SUBMODULE;
      default -> Type.FILE;
    };
  }

  private <T> T read(Reading<T> reading) {
    try (ObjectReader reader = repository.newObjectReader()) {
      return reading.apply(reader);
    } catch (IOException | LargeObjectException e) {
      onDamage.run();
      throw new TreeException("the copy of the repository is broken and will be made anew", e);
    }
  }

  /** Something done with a reader that is closed afterwards. */
  private interface Reading<T> {
    T apply(ObjectReader reader) throws IOException;
  }
}
