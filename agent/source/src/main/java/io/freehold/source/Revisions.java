package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What revisions mean, and how their commits relate. Used under the network lock of the owning
 * {@link GitRepository}.
 */
final class Revisions {
  private final GitUrl url;
  private final BareCopy copy;
  private final Remote remote;

  Revisions(GitUrl url, BareCopy copy, Remote remote) {
    this.url = url;
    this.copy = copy;
    this.remote = remote;
  }

  /**
   * What a revision is at the moment.
   *
   * @throws SourceException when the server has nothing of that name
   */
  Remote.Found find(String revision) throws IOException {
    Optional<Remote.Found> found = remote.tryFind(copy.repository(), revision);
    if (found.isPresent() || !RemoteRefs.isShortCommit(revision)) {
      return found.orElseThrow(() -> remote.noRef(revision));
    }
    String commit = completed(revision);
    return new Remote.Found(commit, commit);
  }

  /** The commit whose id begins with a short one, in the history of any branch or tag. */
  private String completed(String shortCommit) throws IOException {
    Optional<String> before = copy.commitAt(BareCopy.fetchedRef(shortCommit));
    if (before.isPresent()) {
      return before.get();
    }
    List<String> commits = remote.refs(copy.repository()).startingWith(shortCommit);
    if (commits.isEmpty()) {
      fetchAllRefs();
      commits = copy.commitsStartingWith(shortCommit);
    }
    if (commits.size() > 1) {
      throw new SourceException(
          Code.NOT_FOUND_REF,
          "%s has several commits that begin with %s; write more digits"
              .formatted(url, shortCommit));
    }
    return commits.stream().findFirst().orElseThrow(() -> remote.noRef(shortCommit));
  }

  /** Fetches the whole history of all branches and tags. */
  void fetchAllRefs() throws IOException {
    int depth = copy.isShallow() ? Integer.MAX_VALUE : 0;
    remote.fetch(copy.repository(), "refs/heads/*", "refs/freehold/heads/*", depth);
    remote.fetch(copy.repository(), "refs/tags/*", "refs/freehold/tags/*", 0);
  }

  /** Fetches the whole history of a revision, if some of it may be missing. */
  void fetchHistory(String revision) throws IOException {
    if (copy.isShallow()) {
      remote.fetch(
          copy.repository(),
          find(revision).ref(),
          BareCopy.fetchedRef(revision),
          Integer.MAX_VALUE);
    }
  }

  /** As {@link GitRepository#compare}, for commits that are not the same. */
  Ancestry compare(String from, String to, String revision) throws IOException {
    if (copy.holds(from) && copy.isAncestor(from, to)) {
      return Ancestry.FORWARD;
    }
    if (VersionRange.parse(revision).isPresent()
        && remote.findExact(copy.repository(), revision).isEmpty()) {
      return remote.refs(copy.repository()).compareVersions(from, to);
    }
    fetchHistory(revision);
    if (!copy.holds(from)) {
      return Ancestry.DIVERGED;
    }
    if (copy.isAncestor(from, to)) {
      return Ancestry.FORWARD;
    }
    return copy.isAncestor(to, from) ? Ancestry.BACKWARD : Ancestry.DIVERGED;
  }
}
