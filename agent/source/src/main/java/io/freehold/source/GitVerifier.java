package io.freehold.source;

import io.freehold.source.Verification.Mode;
import io.freehold.source.VerificationResult.Refused;
import io.freehold.source.VerificationResult.Verified;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Checks the signatures of a revision against a policy. */
public final class GitVerifier {
  private final Verification policy;

  /** Checks against one policy. */
  public GitVerifier(Verification policy) {
    this.policy = policy;
  }

  /**
   * Checks a commit that was fetched and not yet accepted, for the first time.
   *
   * @param revision the revision that it is of
   * @throws SourceException when history or the tag cannot be fetched
   */
  public VerificationResult verifyFirst(GitRepository repository, String revision, String commit) {
    return verify(repository, revision, Optional.empty(), commit);
  }

  /**
   * Checks a commit that was fetched and not yet accepted.
   *
   * @param revision the revision that it is of
   * @param accepted the commit of the revision that was accepted before
   * @throws SourceException when history or the tag cannot be fetched
   */
  public VerificationResult verify(
      GitRepository repository, String revision, String accepted, String commit) {
    return verify(repository, revision, Optional.of(accepted), commit);
  }

  private VerificationResult verify(
      GitRepository repository, String revision, Optional<String> accepted, String commit) {
    var objects = new ArrayList<SignedObject>();
    if (policy.mode() == Mode.TAG || policy.mode() == Mode.TAG_AND_HEAD) {
      Optional<SignedObject> tag = repository.signedTag(revision, commit);
      if (tag.isEmpty()) {
        return new Refused(
            commit,
            "%s of %s is no annotated tag of the commit %s; the policy demands a signed tag"
                .formatted(revision, repository.url(), commit));
      }
      objects.add(tag.get());
    }
    switch (policy.mode()) {
      case TAG -> {
        // Nothing else.
      }
      case HEAD, TAG_AND_HEAD -> objects.add(repository.signedCommit(commit));
      case HISTORY -> {
        if (accepted.isPresent()
            && repository.compare(accepted.get(), commit, revision) != Ancestry.FORWARD
            && !accepted.get().equals(commit)) {
          return new Refused(
              commit,
              "the commit %s of %s does not continue from the accepted %s, so what came in between cannot be checked"
                  .formatted(commit, repository.url(), accepted.get()));
        }
        objects.addAll(history(repository, revision, accepted, commit));
      }
    }
    return check(repository, objects);
  }

  private static List<SignedObject> history(
      GitRepository repository, String revision, Optional<String> accepted, String commit) {
    return accepted.isEmpty()
        ? List.of(repository.signedCommit(commit))
        : repository.signedCommits(accepted.get(), commit, revision);
  }

  private VerificationResult check(GitRepository repository, List<SignedObject> objects) {
    var signers = new LinkedHashSet<String>();
    for (SignedObject object : objects) {
      switch (check(object)) {
        case SignatureCheck.Good good -> signers.add(good.signer());
        case SignatureCheck.Bad bad -> {
          return new Refused(
              object.id(),
              "%s of %s is refused: %s".formatted(object.name(), repository.url(), bad.reason()));
        }
      }
    }
    return new Verified(objects.size(), List.copyOf(signers));
  }

  private SignatureCheck check(SignedObject object) {
    String signature = object.signature();
    if (signature.isEmpty()) {
      return new SignatureCheck.Bad("it is not signed");
    }
    if (SshSigners.isSshSignature(signature)) {
      return policy.ssh().check(signature, object.content(), object.time());
    }
    return signature.startsWith("-----BEGIN PGP")
        ? policy.openPgp().check(signature, object.content())
        : new SignatureCheck.Bad("its signature is neither of OpenPGP nor of SSH");
  }
}
