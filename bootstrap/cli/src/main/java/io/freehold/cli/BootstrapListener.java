package io.freehold.cli;

import java.time.Duration;

/** Told about the progress of a bootstrap. */
public interface BootstrapListener {
  /** A step begins. */
  void started(BootstrapStep step);

  /** A step ended well. */
  void finished(BootstrapStep step, String outcome, Duration took);

  /** Something that a person has to read, one or more lines. */
  void note(String text);
}
