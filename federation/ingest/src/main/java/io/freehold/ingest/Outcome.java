package io.freehold.ingest;

/** How a request ended, before it is put into the words of a transport. */
sealed interface Outcome {
  /**
   * Taken.
   *
   * @param rejected how many records were not
   * @param message why not; empty when all were
   */
  record Taken(long rejected, String message) implements Outcome {}

  /** Everything in it is about clusters that did not sign it. */
  record Forbidden(String message) implements Outcome {}

  /** It will never be taken. */
  record Invalid(String message) implements Outcome {}

  /** A defect of ours. */
  record Broken(String message) implements Outcome {}

  /** It was not taken now; trying again may help. */
  record Unavailable(String message) implements Outcome {}
}
