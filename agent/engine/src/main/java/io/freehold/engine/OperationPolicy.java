package io.freehold.engine;

import java.time.Duration;

/**
 * What an operation may do.
 *
 * @param prune delete objects that Git no longer has
 * @param allowEmpty even when Git has no object at all
 * @param parallel requests in flight at a time
 * @param healthTimeout how long a wave may take to become healthy; hooks may take longer
 * @param timeout how long all of it may take; zero for no bound
 * @param kinds which kind comes before which
 * @param check what is asked of the API server before anything is changed
 * @param confirmed whether a person agreed to deletions that wait for that
 * @param pruneLast whether everything has to be healthy before anything is pruned
 * @param continueOnError whether later waves are applied when an object was refused
 */
public record OperationPolicy(
    boolean prune,
    boolean allowEmpty,
    int parallel,
    Duration healthTimeout,
    Duration timeout,
    KindOrder kinds,
    Precheck check,
    boolean confirmed,
    boolean pruneLast,
    boolean continueOnError) {
  /** Without bound for all of it, without checks, in our own order of kinds. */
  public OperationPolicy(boolean prune, boolean allowEmpty, int parallel, Duration healthTimeout) {
    this(
        prune,
        allowEmpty,
        parallel,
        healthTimeout,
        Duration.ZERO,
        KindOrder.FREEHOLD,
        Precheck.NOTHING,
        false,
        false,
        false);
  }

  /** The same, asking for something else before anything is changed. */
  public OperationPolicy with(Precheck other) {
    return new OperationPolicy(
        prune,
        allowEmpty,
        parallel,
        healthTimeout,
        timeout,
        kinds,
        other,
        confirmed,
        pruneLast,
        continueOnError);
  }

  /** The same, also for a desired state without any object. */
  public OperationPolicy withAllowEmpty() {
    return new OperationPolicy(
        prune,
        true,
        parallel,
        healthTimeout,
        timeout,
        kinds,
        check,
        confirmed,
        pruneLast,
        continueOnError);
  }
}
