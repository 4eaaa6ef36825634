package io.freehold.runtime;

import io.freehold.engine.ApplyResult;
import io.freehold.engine.Fingerprint;
import io.freehold.engine.LiveObject;
import org.jspecify.annotations.Nullable;

/** What was found out about an object without writing it. */
sealed interface Comparison {
  /** It is not in the cluster. */
  record Absent() implements Comparison {}

  /**
   * It is in the cluster.
   *
   * @param live as it is
   * @param wanted what it would be after it was applied; null when the API server's answer cannot
   *     be used for that
   */
  record Present(LiveObject live, @Nullable Fingerprint wanted) implements Comparison {}

  /** That could not be found out. */
  record Untold(ApplyResult.Rejected why) implements Comparison {}
}
