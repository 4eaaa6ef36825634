package io.freehold.source;

import java.util.List;

/** What came of checking the signatures that a policy demands. */
public sealed interface VerificationResult {
  /**
   * Everything is signed as demanded.
   *
   * @param objects how many commits and tags were checked
   * @param signers whose signatures they are, without repetition
   */
  record Verified(int objects, List<String> signers) implements VerificationResult {
    public Verified {
      signers = List.copyOf(signers);
    }
  }

  /**
   * Something is not, so the revision must not be used.
   *
   * @param object full id of the commit or tag
   * @param message one line that names it and says why
   */
  record Refused(String object, String message) implements VerificationResult {}
}
