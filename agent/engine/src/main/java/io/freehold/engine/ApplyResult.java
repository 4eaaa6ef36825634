package io.freehold.engine;

/** What the API server answered to a write. */
public sealed interface ApplyResult {
  /**
   * The object is as we want it.
   *
   * @param live the object after the write
   * @param created whether it did not exist before
   */
  record Applied(LiveObject live, boolean created) implements ApplyResult {}

  /**
   * The write was refused.
   *
   * @param retry whether the same write may succeed later
   * @param code HTTP status, 0 when there was no answer
   * @param reason {@code reason} of the API server's Status, as {@code Invalid}; {@code
   *     Unreachable} when there was no answer
   * @param message the API server's message with secret values removed
   */
  record Rejected(Retry retry, int code, String reason, String message) implements ApplyResult {}

  /** What to do about a refused write. */
  enum Retry {
    /** The object itself is wrong: nothing changes until Git or the cluster's schema does. */
    NEVER,
    /** The kind is not known yet, as before its CustomResourceDefinition is established. */
    AFTER_DISCOVERY,
    /** Overload, conflict, network: again after a pause. */
    LATER
  }
}
