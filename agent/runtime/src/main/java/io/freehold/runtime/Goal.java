package io.freehold.runtime;

import io.freehold.engine.Operation;
import io.freehold.engine.OperationPolicy;

/**
 * What a sync is for: another commit with the same objects is the same goal.
 *
 * @param digest digest of the objects
 * @param policy how they are applied
 */
record Goal(String digest, OperationPolicy policy) {
  static Goal of(Operation operation) {
    return new Goal(operation.desired().digest(), operation.policy());
  }
}
