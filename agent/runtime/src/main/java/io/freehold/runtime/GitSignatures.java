package io.freehold.runtime;

import io.freehold.api.Signatures;
import io.freehold.source.GitRepository;
import io.freehold.source.GitVerifier;
import io.freehold.source.OpenPgpKeys;
import io.freehold.source.SourceException;
import io.freehold.source.SshSigners;
import io.freehold.source.Verification;
import io.freehold.source.VerificationResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks what must be signed of Git repositories. What was found right is remembered on disk per
 * demand: a commit that was taken while nobody asked for signatures is checked when somebody does,
 * and again when a key is added or removed. Thread safe.
 */
final class GitSignatures {
  private static final Logger LOG = LoggerFactory.getLogger(GitSignatures.class);

  private final Map<Signatures, GitVerifier> verifiers = new ConcurrentHashMap<>();

  /**
   * Checks a commit that is about to be used.
   *
   * @throws SourceException with code {@code SIGNATURE} when it must not be
   */
  void require(GitRepository repository, SourceKey key, String commit) {
    for (Signatures demanded : key.demands().signatures()) {
      String name = name(key, demanded);
      Optional<String> before = repository.accepted(name);
      if (before.filter(commit::equals).isPresent()) {
        continue;
      }
      GitVerifier verifier = verifiers.computeIfAbsent(demanded, GitSignatures::verifier);
      VerificationResult result =
          before.isEmpty()
              ? verifier.verifyFirst(repository, key.revision(), commit)
              : verifier.verify(repository, key.revision(), before.get(), commit);
      switch (result) {
        case VerificationResult.Refused refused ->
            throw new SourceException(SourceException.Code.SIGNATURE, refused.message());
        case VerificationResult.Verified verified -> {
          LOG.info(
              "{} at {} is signed by {}",
              key.shown(),
              commit,
              String.join(", ", verified.signers()));
          repository.accept(name, commit);
        }
      }
    }
  }

  /** The commit that was last used and fulfils all that is demanded now. */
  Optional<String> kept(GitRepository repository, SourceKey key) {
    List<Signatures> demanded = key.demands().signatures();
    if (demanded.isEmpty()) {
      return repository.accepted(key.revision());
    }
    return repository
        .accepted(name(key, demanded.getFirst()))
        .filter(commit ->
            demanded.stream()
                .allMatch(each ->
                    repository.accepted(name(key, each)).filter(commit::equals).isPresent()));
  }

  /** No revision has a blank in it. */
  private static String name(SourceKey key, Signatures demanded) {
    return key.revision() + " signed as " + demanded;
  }

  private static GitVerifier verifier(Signatures demanded) {
    return new GitVerifier(
        new Verification(
            switch (demanded.mode()) {
              case NONE, HEAD -> Verification.Mode.HEAD;
              case TAG -> Verification.Mode.TAG;
              case TAG_AND_HEAD -> Verification.Mode.TAG_AND_HEAD;
              case HISTORY -> Verification.Mode.HISTORY;
            },
            openPgp(demanded),
            SshSigners.parse(String.join("\n", demanded.ssh()))));
  }

  /** The OpenPGP keys of a demand. */
  static OpenPgpKeys openPgp(Signatures demanded) {
    return demanded.openPgp().isEmpty()
        ? OpenPgpKeys.none()
        : OpenPgpKeys.parse(String.join("\n", demanded.openPgp()).getBytes(StandardCharsets.UTF_8));
  }
}
