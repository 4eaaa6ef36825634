package io.freehold.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/**
 * Finds out what a deploy key can do by doing it: a fetch has to work, and a push of a branch that
 * nobody needs has to be refused because of the key.
 */
final class KeyProver {
  /** Start of the name of the branch that the forbidden push would make. */
  static final String PROBE_PREFIX = "freehold-write-probe-";

  // What GitHub, GitLab, Gitea, Bitbucket, Azure and Gitolite say to a key without write access. A
  // refusal in other
  // words, for example by a branch rule or a hook, proves nothing about the key.
  private static final Pattern KEY_REFUSED =
      Pattern.compile(
          "read.?only"
              + "|(no|not have|without|lacks?) (\\w+ )?(write|push) (access|permission)"
              + "|(write|push) access .*(denied|not granted|required)"
              + "|not (allowed|authori[sz]ed|permitted)( \\w+)? to (write|push)"
              + "|(push|receive-pack) not (permitted|enabled|allowed)"
              + "|service not (permitted|enabled)"
              + "|not authori[sz]ed"
              + "|w any \\S+ \\S+ denied",
          Pattern.CASE_INSENSITIVE);

  private final Registry registry;

  /** Works in a clone that has the commit to push. */
  KeyProver(Registry registry) {
    this.registry = registry;
  }

  /**
   * Tries a key.
   *
   * @param commit an existing commit of the branch
   * @param probe suffix of the probe branch, not used before
   */
  KeyProof prove(GitAccess key, String branch, String commit, String probe) {
    Git git = Git.wrap(registry.repository());
    Optional<String> refusal = readRefusal(key, branch);
    if (refusal.isPresent()) {
      return new KeyProof.CannotRead(refusal.get());
    }
    String ref = Constants.R_HEADS + PROBE_PREFIX + probe;
    try {
      RemoteRefUpdate update = push(git, key, commit + ":" + ref, ref);
      if (update.getStatus() == RemoteRefUpdate.Status.OK
          || update.getStatus() == RemoteRefUpdate.Status.UP_TO_DATE) {
        return new KeyProof.CanWrite(PROBE_PREFIX + probe, remove(git, key, ref));
      }
      // The server let the key in as a writer and then refused this one branch.
      return new KeyProof.Unproven(update.getStatus() + " " + update.getMessage());
    } catch (GitAPIException e) {
      return classify(GitErrors.explain(e));
    }
  }

  /** Why a key cannot see the branch; empty when it can. */
  Optional<String> readRefusal(GitAccess key, String branch) {
    try {
      Collection<Ref> refs =
          Git.wrap(registry.repository())
              .lsRemote()
              .setRemote(registry.url().toString())
              .setTransportConfigCallback(key::configure)
              .call();
      return refs.stream().anyMatch(ref -> ref.getName().equals(Constants.R_HEADS + branch))
          ? Optional.empty()
          : Optional.of("it does not see the branch " + branch);
    } catch (GitAPIException e) {
      return Optional.of(GitErrors.explain(e));
    }
  }

  static KeyProof classify(String refusal) {
    return KEY_REFUSED.matcher(refusal.toLowerCase(Locale.ROOT)).find()
        ? new KeyProof.ReadOnly()
        : new KeyProof.Unproven(refusal);
  }

  private boolean remove(Git git, GitAccess key, String ref) {
    try {
      return push(git, key, ":" + ref, ref).getStatus() == RemoteRefUpdate.Status.OK;
    } catch (GitAPIException _) {
      return false;
    }
  }

  private RemoteRefUpdate push(Git git, GitAccess key, String spec, String ref)
      throws GitAPIException {
    return git.push()
        .setRemote(registry.url().toString())
        .setRefSpecs(new RefSpec(spec))
        .setTransportConfigCallback(key::configure)
        .call()
        .iterator()
        .next()
        .getRemoteUpdate(ref);
  }
}
