package io.freehold.runtime;

import java.time.Duration;

/** Runs short work later, at least after the given time. */
interface Timer {
  /** Runs the work after a pause; work that is due when the process ends is dropped. */
  void after(Duration pause, Runnable work);
}
