package io.freehold.runtime;

import io.freehold.api.ApplicationSpec;
import io.freehold.api.Durations;
import io.freehold.api.RollbackPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * When an application goes back to what was healthy.
 *
 * @param failures how often in a row a sync has to fail
 * @param healthTimeout how long it may take to become healthy
 */
record Rollback(int failures, Duration healthTimeout) {
  /**
   * What a spec says; nothing while it holds the application at a revision, which a person chose.
   *
   * @throws IllegalArgumentException when it cannot be used; the message says what to change
   */
  static Optional<Rollback> of(ApplicationSpec spec) {
    RollbackPolicy policy = spec.rollback();
    if (policy == null) {
      return Optional.empty();
    }
    if (policy.failures() < 1) {
      throw new IllegalArgumentException("spec.rollback.failures: it has to be at least 1");
    }
    Duration timeout;
    try {
      timeout = Durations.parse(policy.healthTimeout());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.rollback.healthTimeout: " + e.getMessage(), e);
    }
    return spec.pin().isEmpty()
        ? Optional.of(new Rollback(policy.failures(), timeout))
        : Optional.empty();
  }
}
