package io.freehold.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/**
 * A bare clone of one branch of the registry, with what bootstrap needs of it: reading files at a
 * commit, making a commit, pushing it. There is no work tree. Not thread safe.
 */
public final class Registry implements AutoCloseable {
  private static final Pattern RACE =
      Pattern.compile("lock|stale info|fetch first|incorrect old value|atomic update");

  private final RegistryUrl url;
  private final String branch;
  private final GitAccess access;
  private final Git git;

  private Registry(RegistryUrl url, String branch, GitAccess access, Git git) {
    this.url = url;
    this.branch = branch;
    this.access = access;
    this.git = git;
  }

  /**
   * Prepares an empty clone.
   *
   * @param directory a new folder
   */
  public static Registry at(RegistryUrl url, String branch, GitAccess access, Path directory) {
    try {
      Git git = Git.init().setBare(true).setDirectory(directory.toFile()).call();
      return new Registry(url, branch, access, git);
    } catch (GitAPIException e) {
      throw new CliException(ExitCode.GIT, "cannot make a Git repository in " + directory, e);
    }
  }

  /**
   * Brings the branch here.
   *
   * @return its newest commit, empty while the branch does not exist
   * @throws CliException when the server refuses or does not answer
   */
  public Optional<String> fetch() {
    try {
      git.fetch()
          .setRemote(url.toString())
          .setRefSpecs(new RefSpec("+" + remoteBranch() + ":" + localBranch()))
          .setTransportConfigCallback(access::configure)
          .call();
      return Optional.ofNullable(repository().resolve(localBranch())).map(ObjectId::name);
    } catch (TransportException e) {
      if (String.valueOf(e.getMessage()).contains("does not have " + remoteBranch())) {
        return Optional.empty();
      }
      throw new CliException(
          ExitCode.GIT, "cannot read %s: %s".formatted(url, GitErrors.explain(e)), e);
    } catch (GitAPIException e) {
      throw new CliException(
          ExitCode.GIT, "cannot read %s: %s".formatted(url, GitErrors.explain(e)), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text files below a folder at a commit, by their path in the registry. */
  public SortedMap<String, String> files(String commit, String folder) {
    SortedMap<String, String> files = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(repository())) {
      walk.addTree(repository().resolve(commit + "^{tree}"));
      walk.setRecursive(true);
      walk.setFilter(PathFilter.create(folder));
      while (walk.next()) {
        if ((walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
          files.put(walk.getPathString(), read(walk.getObjectId(0)));
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a commit on top of the newest one.
   *
   * @param changes new content by path; other files stay
   */
  public String commit(Optional<String> parent, Map<String, String> changes, String message) {
    try (ObjectInserter inserter = repository().newObjectInserter()) {
      DirCache index =
          parent.isEmpty()
              ? DirCache.newInCore()
              : DirCache.read(
                  repository().newObjectReader(), repository().resolve(parent.get() + "^{tree}"));
      DirCacheEditor editor = index.editor();
      for (Map.Entry<String, String> change : changes.entrySet()) {
        ObjectId blob =
            inserter.insert(Constants.OBJ_BLOB, change.getValue().getBytes(StandardCharsets.UTF_8));
        editor.add(
            new DirCacheEditor.PathEdit(change.getKey()) {
              @Override
              public void apply(DirCacheEntry entry) {
                if (entry.getRawMode() == 0) {
                  entry.setFileMode(FileMode.REGULAR_FILE);
                }
                entry.setObjectId(blob);
              }
            });
      }
      editor.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      parent.ifPresent(id -> commit.setParentId(ObjectId.fromString(id)));
      // The operator's own name, as git config has it.
      PersonIdent author = new PersonIdent(repository());
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id.name();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Pushes a commit to the branch without force.
   *
   * @return false when somebody else was faster and the change has to be made again
   * @throws CliException when the server refuses or does not answer
   */
  public boolean push(String commit) {
    RemoteRefUpdate update = push(commit, remoteBranch());
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> true;
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> false;
      default -> {
        String message = String.valueOf(update.getMessage());
        // Two pushes in the same moment: the server could not lock the branch, or found it moved
        // under the lock.
        if (RACE.matcher(message).find()) {
          yield false;
        }
        throw new CliException(
            ExitCode.GIT, "%s refuses the push to %s: %s".formatted(url, branch, message));
      }
    };
  }

  /**
   * Whether a commit contains another one, looking at the server again when it is not known here.
   */
  public boolean contains(String commit, String contained) {
    try (RevWalk walk = new RevWalk(repository())) {
      if (!repository().getObjectDatabase().has(ObjectId.fromString(commit))) {
        fetch();
      }
      return walk.isMergedInto(
          walk.parseCommit(ObjectId.fromString(contained)),
          walk.parseCommit(ObjectId.fromString(commit)));
    } catch (MissingObjectException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RemoteRefUpdate push(String commit, String ref) {
    try {
      return git.push()
          .setRemote(url.toString())
          .setRefSpecs(new RefSpec(commit + ":" + ref))
          .setTransportConfigCallback(access::configure)
          .call()
          .iterator()
          .next()
          .getRemoteUpdate(ref);
    } catch (TransportException e) {
      throw new CliException(
          ExitCode.GIT, "cannot push to %s: %s".formatted(url, GitErrors.explain(e)), e);
    } catch (GitAPIException e) {
      throw new CliException(ExitCode.GIT, "cannot push to " + url, e);
    }
  }

  Repository repository() {
    return git.getRepository();
  }

  RegistryUrl url() {
    return url;
  }

  private String read(ObjectId blob) throws IOException {
    return new String(repository().open(blob).getBytes(), StandardCharsets.UTF_8);
  }

  private String remoteBranch() {
    return Constants.R_HEADS + branch;
  }

  private String localBranch() {
    return "refs/remotes/origin/" + branch;
  }

  @Override
  public void close() {
    git.close();
  }
}
