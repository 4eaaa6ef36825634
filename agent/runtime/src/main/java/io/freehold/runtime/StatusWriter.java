package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status of one Application: never an unchanged one, never two at a time, a settled one
 * at once and others only when they last, so that a quick sync is one write. That a commit is known
 * and changes nothing may be told later, together with other such commits. Thread safe.
 */
final class StatusWriter {
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final Duration UNSETTLED = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  // Timers count in whole milliseconds and by another clock: they may come a little early.
  private static final Duration TIMER_TOLERANCE = Duration.ofMillis(20);

  private final ApplicationId id;
  private final ApplicationStore store;
  private final Timer timer;
  private final Executor threads;
  private final Clock clock;
  private final Consumer<ApplicationStatus> onWritten;
  private final Duration commitOnly;

  // Guarded by this.
  private ApplicationStatus written;
  private @Nullable ApplicationStatus told;
  private @Nullable ApplicationStatus wanted;
  private @Nullable Instant dueAt;
  private Instant lastWrite = Instant.EPOCH;
  private boolean writing;
  private boolean closed;
  private boolean asked;

  /**
   * @param commitOnly how long the news may wait that a commit changes nothing
   * @param onWritten hears of each status that is in the API server once it was offered as settled
   */
  StatusWriter(
      ApplicationId id,
      ApplicationStatus written,
      ApplicationStore store,
      Timer timer,
      Executor threads,
      Clock clock,
      Duration commitOnly,
      Consumer<ApplicationStatus> onWritten) {
    this.id = id;
    this.onWritten = onWritten;
    this.written = written;
    this.store = store;
    this.timer = timer;
    this.threads = threads;
    this.clock = clock;
    this.commitOnly = commitOnly;
  }

  /** Somebody asked: the next commit is told at once, even if it changes nothing. */
  synchronized void asked() {
    asked = true;
  }

  /**
   * Offers the current status; {@code onWritten} hears of each one that was written.
   *
   * @param settled whether it is expected to stay
   */
  synchronized void offer(ApplicationStatus status, boolean settled) {
    if (closed) {
      return;
    }
    if (status.equals(written) && !writing) {
      wanted = null;
      dueAt = null;
      if (settled && !status.equals(told)) {
        // The process before this one wrote just that: who waits for it need not wait.
        told = status;
        threads.execute(() -> onWritten.accept(status));
      }
      return;
    }
    wanted = status;
    Instant now = clock.instant();
    Instant due = now.plus(patience(status, settled));
    Instant earliest = lastWrite.plus(BETWEEN);
    schedule(now, due.isBefore(earliest) ? earliest : due);
  }

  private Duration patience(ApplicationStatus status, boolean settled) {
    if (!settled) {
      return UNSETTLED;
    }
    return asked || writing || !status.differsInRevisionOnly(written) ? Duration.ZERO : commitOnly;
  }

  /** Writes no more, except what is on its way. */
  synchronized void close() {
    closed = true;
    wanted = null;
  }

  private void schedule(Instant now, Instant due) {
    if (dueAt != null && !due.isBefore(dueAt)) {
      return;
    }
    dueAt = due;
    if (!due.isAfter(now)) {
      threads.execute(this::write);
    } else {
      timer.after(Duration.between(now, due), () -> threads.execute(this::write));
    }
  }

  private void write() {
    ApplicationStatus status;
    synchronized (this) {
      Instant now = clock.instant();
      if (closed || writing || wanted == null || dueAt == null) {
        return;
      }
      if (now.plus(TIMER_TOLERANCE).isBefore(dueAt)) {
        // A timer of an earlier plan; the one for this plan is still to come.
        return;
      }
      status = wanted;
      wanted = null;
      dueAt = null;
      writing = true;
      lastWrite = now;
    }
    boolean done = store.writeStatus(id, status);
    if (done) {
      onWritten.accept(status);
    }
    synchronized (this) {
      writing = false;
      Instant now = clock.instant();
      if (done) {
        asked &= status.revision().equals(written.revision());
        written = status;
        told = status;
      } else if (wanted == null && !closed) {
        wanted = status;
      }
      if (wanted != null) {
        if (wanted.equals(written)) {
          wanted = null;
          dueAt = null;
        } else {
          dueAt = null;
          schedule(now, now.plus(done ? BETWEEN : AFTER_FAILURE));
        }
      }
    }
  }
}
