package io.freehold.runtime;

import io.freehold.engine.RetryPauses;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How often an application's syncs failed in a row, and when the next one may be tried. Owned by
 * the application's actor.
 */
final class Attempts {
  private final StatusBoard board;
  private final Timer timer;
  private final Consumer<Message> post;
  private long number;
  private int failures;
  private @Nullable Goal failed;
  private boolean exhausted;
  private String lastFailed = "";

  Attempts(StatusBoard board, Timer timer, Consumer<Message> post) {
    this.board = board;
    this.timer = timer;
    this.post = post;
  }

  /** Number of the next attempt, 1 for the first. */
  int next() {
    return failures + 1;
  }

  /** How often in a row objects could not be applied. */
  int failures(String digest) {
    return digest.equals(lastFailed) ? failures : 0;
  }

  /** Whether a goal may be tried now; another goal than the one that failed may. */
  boolean mayTry(Goal goal) {
    if (failed != null && !goal.equals(failed)) {
      forgive();
    }
    return failed == null;
  }

  /** Whether nothing is tried again by itself. */
  boolean exhausted() {
    return exhausted;
  }

  /** Forgets earlier failures, because a person changed something or a sync succeeded. */
  void forgive() {
    failures = 0;
    failed = null;
    exhausted = false;
    number++;
  }

  /** A sync failed: plans the next attempt, if there is one left. */
  void failed(Goal goal, String message, @Nullable Settings settings) {
    if (settings == null || (settings.retryLimit() >= 0 && failures >= settings.retryLimit())) {
      failed = goal;
      lastFailed = goal.digest();
      failures++;
      exhausted = true;
      board.stalled("RetriesExhausted", message);
      board.busy("", "");
      return;
    }
    failedForNow(goal, message, settings.pauses());
  }

  /** What failed is tried again, however often it failed. */
  void failedForNow(Goal goal, String message, RetryPauses pauses) {
    failed = goal;
    lastFailed = goal.digest();
    failures++;
    Duration pause = pauses.after(failures);
    long attempt = ++number;
    board.busy("WaitingForRetry", "again in " + pause.toSeconds() + " s: " + message);
    timer.after(pause, () -> post.accept(new Message.RetryDue(attempt)));
  }

  /** The process before this one failed: goes on counting, so that a restart is no new attempt. */
  void inherit(Goal goal, StatusBoard.Failure failure, @Nullable Settings settings) {
    if (failure.terminated()) {
      giveUp(goal);
    } else {
      failures = failure.attempt() - 1;
      failed(goal, failure.message(), settings);
    }
  }

  /**
   * A person wants that a goal is not tried again: only another goal, or a person, changes that.
   */
  void giveUp(Goal goal) {
    failed = goal;
    giveUp();
  }

  /** A person wants that what failed is not tried again. */
  void giveUp() {
    if (failed != null) {
      number++;
      exhausted = true;
      board.stalled(
          StatusBoard.TERMINATED,
          "a person ended the sync; a new commit, a refresh or a request starts another one");
      board.busy("", "");
    }
  }

  /** The time for another try has come; returns whether it is still wanted. */
  boolean due(Message.RetryDue due) {
    if (due.attempt() != number || failed == null) {
      return false;
    }
    failed = null;
    return true;
  }
}
