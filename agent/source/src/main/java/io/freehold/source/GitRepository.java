package io.freehold.source;

import io.freehold.source.SourceException.Code;
import io.freehold.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * One Git repository: what its server has, and a bare copy of what was needed of it. Thread safe:
 * reading trees needs no lock and goes on while one thread talks to the server.
 *
 * <p>History: the first fetch of a ref brings one commit; later ones bring what came since, so
 * whether the ref went forward is known without ever fetching old history. Only when the copy was
 * lost in between is all history fetched to find out.
 */
public final class GitRepository implements AutoCloseable {
  private final GitUrl url;
  private final GitLimits limits;
  private final BareCopy copy;
  private final Remote remote;
  private final Revisions revisions;
  private final ReentrantLock network = new ReentrantLock();
  private volatile boolean damaged;

  /**
   * Opens or creates the copy; nothing is fetched.
   *
   * @param url where the repository is
   * @param folder keeps copies of any number of repositories; the copy is a folder in it, named by
   *     the URL
   * @param credentials asked before each call, so that they may change
   */
  public GitRepository(
      GitUrl url, Path folder, Supplier<GitCredentials> credentials, GitLimits limits) {
    IsolatedSystemReader.install();
    this.url = url;
    this.limits = limits;
    this.copy = new BareCopy(folder.resolve(Hashes.sha256(url.text()) + ".git"));
    this.remote = new Remote(url, credentials, limits, folder.resolve("no-home"));
    this.revisions = new Revisions(url, copy, remote);
  }

  /** Where the repository is. */
  public GitUrl url() {
    return url;
  }

  /**
   * The commit a revision is at on the server. For a full commit id the server is not asked.
   *
   * @param revision branch, tag, full ref name, {@link VersionRange} over tags, commit id or the
   *     beginning of one (at least seven digits), in this order; the server's default branch when
   *     empty
   * @throws SourceException when the server does not answer or has no such ref
   */
  public String lookUp(String revision) {
    network.lock();
    try {
      return found(revision).commit();
    } finally {
      network.unlock();
    }
  }

  /** Whether {@link #treeAt} can read a commit without fetching. */
  public boolean holds(String commit) {
    return !damaged && copy.holds(commit);
  }

  /**
   * Brings the newest state of a revision here and protects it from being collected.
   *
   * @param revision as in {@link #lookUp}
   * @return the commit, which may be newer than the last one looked up
   * @throws SourceException when it cannot be fetched
   */
  public String fetch(String revision) {
    network.lock();
    try {
      if (damaged) {
        copy.recreate();
        damaged = false;
      }
      return fetchOnce(revision);
    } catch (SourceException e) {
      if (e.code() != Code.DAMAGED) {
        throw e;
      }
      copy.recreate();
      return fetchOnce(revision);
    } finally {
      network.unlock();
    }
  }

  private String fetchOnce(String revision) {
    var found = found(revision);
    if (copy.holds(found.commit())) {
      point(revision, found.commit());
      return found.commit();
    }
    String target = BareCopy.fetchedRef(revision);
    if (has(target) && !copy.holds(resolved(target))) {
      copy.recreate();
    }
    int depth = has(target) ? 0 : 1;
    try {
      remote.fetch(copy.repository(), found.ref(), target, depth);
    } catch (SourceException e) {
      // Servers may refuse to serve a commit by its id; then it must be in the history of a ref.
      if (!Remote.isCommit(found.ref()) || e.code() == Code.AUTH || e.code() == Code.HOST_KEY) {
        throw e;
      }
      fetchEverything();
    }
    if (Remote.isCommit(found.ref())) {
      if (!copy.holds(found.commit())) {
        throw remote.noRef(revision);
      }
      point(revision, found.commit());
      return found.commit();
    }
    copy.compact();
    return resolved(target);
  }

  /**
   * How a commit relates to an earlier one of the same revision.
   *
   * @param from the commit that was in use
   * @param to the commit that {@link #fetch} answered
   * @param revision the revision both belong to; its history is fetched in full if the answer is
   *     not here
   */
  public Ancestry compare(String from, String to, String revision) {
    if (from.equals(to)) {
      return Ancestry.SAME;
    }
    network.lock();
    try {
      return revisions.compare(from, to, revision);
    } catch (IOException e) {
      throw broken(e);
    } finally {
      network.unlock();
    }
  }

  /**
   * Refuses a commit that does not continue from the one in use.
   *
   * @throws SourceException with code {@code HISTORY_REWRITTEN}
   */
  public void requireForward(String from, String to, String revision) {
    String what =
        switch (compare(from, to, revision)) {
          case SAME, FORWARD -> "";
          case BACKWARD -> "went back";
          case DIVERGED -> "was rewritten";
        };
    if (!what.isEmpty()) {
      throw new SourceException(
          Code.HISTORY_REWRITTEN,
          "%s of %s %s from %s to %s; push a branch that continues from the former"
              .formatted(
                  revision.isEmpty() ? "HEAD" : revision, url, what, brief(from), brief(to)));
    }
  }

  /**
   * The commit that was last accepted for a revision, over restarts; empty when there was none or
   * the copy was lost. While {@link #holds} says so it can be read without the server.
   */
  public Optional<String> accepted(String revision) {
    try {
      return copy.commitAt(BareCopy.acceptedRef(revision));
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Remembers that a revision's commit is in use: later ones must continue from it, and it is
   * protected from being collected even when the branch is rewritten.
   */
  public void accept(String revision, String commit) {
    network.lock();
    try {
      copy.point(BareCopy.acceptedRef(revision), commit);
    } catch (IOException e) {
      throw broken(e);
    } finally {
      network.unlock();
    }
  }

  /** A commit as its signature sees it. */
  SignedObject signedCommit(String commit) {
    try {
      return copy.signedCommit(commit);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * The commits that are new in one commit against another, oldest first.
   *
   * @param revision whose history is fetched in full when it is not here, as a merge may bring
   *     commits from before the first fetch
   */
  List<SignedObject> signedCommits(String from, String to, String revision) {
    network.lock();
    try {
      revisions.fetchHistory(revision);
      return copy.signedCommits(from, to);
    } catch (IOException e) {
      throw broken(e);
    } finally {
      network.unlock();
    }
  }

  /**
   * The annotated tag that a revision names, if it has the name of its ref and leads to a commit: a
   * signed tag must not be shown under another name.
   */
  Optional<SignedObject> signedTag(String revision, String commit) {
    network.lock();
    try {
      var found = found(revision);
      if (!found.ref().startsWith(Constants.R_TAGS) || !found.commit().equals(commit)) {
        return Optional.empty();
      }
      String target = BareCopy.tagRef(revision);
      remote.fetch(copy.repository(), found.ref(), target, 0);
      return copy.signedTag(target, found.ref().substring(Constants.R_TAGS.length()), commit);
    } catch (IOException e) {
      throw broken(e);
    } finally {
      network.unlock();
    }
  }

  /**
   * A folder of a commit; an empty tree when the commit has no such folder.
   *
   * @param commit a commit that was fetched
   * @param path folder from the root, empty for the root
   * @throws SourceException with code {@code DAMAGED} when the commit is not here: fetch it again
   */
  public Tree treeAt(String commit, String path) {
    Repository repository = copy.repository();
    try (var walk = new RevWalk(repository)) {
      var root = walk.parseCommit(ObjectId.fromString(commit)).getTree().getId();
      return new GitTree(repository, root, limits.fileBytes(), () -> reportDamage(repository))
          .subtree(path);
    } catch (MissingObjectException e) {
      throw missing(commit, e);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * What a commit says of itself.
   *
   * @param commit a commit that was fetched
   * @throws SourceException with code {@code DAMAGED} when the commit is not here: fetch it again
   */
  public CommitInfo commit(String commit) {
    try {
      return copy.info(commit);
    } catch (MissingObjectException e) {
      throw missing(commit, e);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * The newest commits of one that are not in another, newest first, as far as they are here: the
   * first fetch of a ref brings one commit.
   *
   * @param from the other commit; empty, or one that is not here, for none
   * @param to a commit that was fetched
   * @param limit at most so many
   * @throws SourceException with code {@code DAMAGED} when the commit is not here
   */
  public List<CommitInfo> commits(String from, String to, int limit) {
    try {
      return copy.log(from, to, limit);
    } catch (MissingObjectException e) {
      throw missing(to, e);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static SourceException missing(String commit, MissingObjectException cause) {
    return new SourceException(
        Code.DAMAGED, "the commit " + brief(commit) + " is not here; fetch it again", cause);
  }

  /** A tree of a copy that was thrown away says nothing about the new one. */
  @SuppressWarnings("ReferenceEquality") // this very copy
  private void reportDamage(Repository repository) {
    if (copy.repository() == repository) {
      damaged = true;
    }
  }

  private Remote.Found found(String revision) {
    try {
      return revisions.find(revision);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void fetchEverything() {
    try {
      revisions.fetchAllRefs();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private boolean has(String ref) {
    try {
      return copy.commitAt(ref).isPresent();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private String resolved(String ref) {
    try (var walk = new RevWalk(copy.repository())) {
      var id = copy.repository().resolve(ref);
      return walk.peel(walk.parseAny(id)).name();
    } catch (MissingObjectException e) {
      return e.getObjectId().name();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void point(String revision, String commit) {
    try {
      copy.point(BareCopy.fetchedRef(revision), commit);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private SourceException broken(IOException cause) {
    damaged = true;
    return new SourceException(
        Code.DAMAGED, "the copy of " + url + " on disk is broken and will be made anew", cause);
  }

  private static String brief(String commit) {
    return commit.substring(0, Math.min(commit.length(), 12));
  }

  @Override
  public void close() {
    network.lock();
    try {
      remote.close();
      copy.close();
    } finally {
      network.unlock();
    }
  }
}
