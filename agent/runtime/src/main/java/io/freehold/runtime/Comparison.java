package io.freehold.runtime;

import io.freehold.engine.ApplyResult;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Verdict;

/** What was found out about an object without writing it. */
sealed interface Comparison {
  /** It is not in the cluster. */
  record Absent() implements Comparison {}

  /**
   * It is in the cluster.
   *
   * @param live as it is
   * @param verdict what applying it would change
   */
  record Present(LiveObject live, Verdict verdict) implements Comparison {}

  /** That could not be found out. */
  record Untold(ApplyResult.Rejected why) implements Comparison {}
}
