package io.freehold.source;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends a fetch that goes on for too long although bytes keep coming. */
final class Deadline extends EmptyProgressMonitor {
  private final long end;

  Deadline(Duration longest) {
    end = System.nanoTime() + longest.toNanos();
  }

  @Override
  public boolean isCancelled() {
    return System.nanoTime() - end > 0;
  }
}
