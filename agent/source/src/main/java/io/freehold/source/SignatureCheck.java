package io.freehold.source;

/** What came of checking one signature. */
sealed interface SignatureCheck {
  /**
   * It is right, and of somebody trusted.
   *
   * @param signer whose it is
   */
  record Good(String signer) implements SignatureCheck {}

  /**
   * It does not count.
   *
   * @param reason why, as the rest of a sentence about what was signed
   */
  record Bad(String reason) implements SignatureCheck {}
}
