package io.freehold.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/** Changes paths of a commit's tree without a work tree. */
final class TreeEdit {
  private TreeEdit() {}

  /**
   * Writes the tree that {@code edits} make of the commit's; an empty content removes a file or
   * folder.
   */
  static ObjectId apply(
      Repository repository,
      ObjectInserter inserter,
      Optional<ObjectId> commit,
      Map<String, Optional<String>> edits)
      throws IOException {
    var index = DirCache.newInCore();
    if (commit.isPresent()) {
      try (var reader = repository.newObjectReader()) {
        var builder = index.builder();
        builder.addTree(
            new byte[0],
            DirCacheEntry.STAGE_0,
            reader,
            repository.parseCommit(commit.get()).getTree());
        builder.finish();
      }
    }
    var editor = index.editor();
    for (var edit : edits.entrySet()) {
      var path = edit.getKey();
      if (edit.getValue().isPresent()) {
        var content = edit.getValue().get().getBytes(StandardCharsets.UTF_8);
        editor.add(new Write(path, inserter.insert(Constants.OBJ_BLOB, content)));
      } else if (index.getEntry(path) != null) {
        editor.add(new DirCacheEditor.DeletePath(path));
      } else if (index.getEntriesWithin(path).length > 0) {
        editor.add(new DirCacheEditor.DeleteTree(path));
      } else {
        throw new IllegalArgumentException("no such path: " + path);
      }
    }
    editor.finish();
    return index.writeTree(inserter);
  }

  private static final class Write extends DirCacheEditor.PathEdit {
    private final ObjectId blob;

    Write(String path, ObjectId blob) {
      super(path);
      this.blob = blob;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(blob);
    }
  }
}
