package io.freehold.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository that tests commit to, without a work tree. */
final class Upstream implements AutoCloseable {
  private static final PersonIdent AUTHOR =
      new PersonIdent("T", "t@example.org", Instant.EPOCH, ZoneOffset.UTC);

  private final Repository repository;
  private int number;

  Upstream(Path folder) throws IOException {
    IsolatedSystemReader.install();
    repository = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    repository.create(true);
    repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
  }

  Repository repository() {
    return repository;
  }

  /** Commits exactly these files onto a branch. */
  String commit(String branch, Map<String, String> files) throws IOException {
    ObjectId parent = repository.resolve(Constants.R_HEADS + branch);
    return commit(branch, parent == null ? new ObjectId[0] : new ObjectId[] {parent}, files);
  }

  /** Commits with other parents than the branch has: with none, its history is rewritten. */
  String commit(String branch, ObjectId[] parents, Map<String, String> files) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      var index = DirCache.newInCore();
      var builder = index.builder();
      for (var file : files.entrySet()) {
        var entry = new DirCacheEntry(file.getKey());
        boolean link = file.getKey().endsWith(".link");
        entry.setFileMode(link ? FileMode.SYMLINK : FileMode.REGULAR_FILE);
        if (file.getKey().endsWith(".module")) {
          entry.setFileMode(FileMode.GITLINK);
          entry.setObjectId(ObjectId.fromString("1".repeat(40)));
        } else {
          entry.setObjectId(
              inserter.insert(
                  Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        builder.add(entry);
      }
      builder.finish();
      var commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      commit.setParentIds(parents);
      commit.setAuthor(AUTHOR);
      commit.setCommitter(AUTHOR);
      commit.setMessage("commit " + number++);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      point(Constants.R_HEADS + branch, id.name());
      return id.name();
    }
  }

  void point(String ref, String commit) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(ObjectId.fromString(commit));
    update.setForceUpdate(true);
    update.update();
  }

  void delete(String ref) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setForceUpdate(true);
    update.delete();
  }

  @Override
  public void close() {
    repository.close();
  }
}
