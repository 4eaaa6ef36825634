package io.freehold.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what another process brings about and no event tells: asks again and again until an
 * assertion holds. Its limit is a bound for failures only; a test takes no longer than what it
 * waits for.
 */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** An assertion that may not hold yet. */
  @FunctionalInterface
  public interface Assertion {
    void check() throws Exception;
  }

  /** Returns when the assertion holds; after {@code limit} its last failure becomes the test's. */
  public static void within(Duration limit, Assertion assertion) {
    var deadline = System.nanoTime() + limit.toNanos();
    for (; ; ) {
      var failure = failure(assertion);
      if (failure == null) {
        return;
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting", failure);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "not within %s: %s".formatted(limit, failure.getMessage()), failure);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static @Nullable Throwable failure(Assertion assertion) {
    try {
      assertion.check();
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }
}
