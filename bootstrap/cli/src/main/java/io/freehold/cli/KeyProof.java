package io.freehold.cli;

/** What is known about the rights of a deploy key after it was tried. */
public sealed interface KeyProof {
  /** It reads the registry, and the server refused it as a writer. */
  record ReadOnly() implements KeyProof {}

  /**
   * It cannot read the registry.
   *
   * @param reason what the server said
   */
  record CannotRead(String reason) implements KeyProof {}

  /**
   * A push with it was accepted.
   *
   * @param probe the branch that the push made
   * @param removed whether that branch was deleted again
   */
  record CanWrite(String probe, boolean removed) implements KeyProof {}

  /**
   * It reads, and the push failed, but not in a way that says that the key may not write.
   *
   * @param reason what the server said
   */
  record Unproven(String reason) implements KeyProof {}
}
