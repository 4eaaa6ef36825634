package io.freehold.cli;

/**
 * One step of a bootstrap. It finds out what is there already and adds what is missing, so that it
 * may run again after an interruption anywhere.
 */
public interface BootstrapStep {
  /** What it is about, as "Check the cluster". */
  String title();

  /**
   * Does it.
   *
   * @return what came of it, one line for people
   * @throws CliException when the bootstrap cannot go on
   */
  String run(BootstrapContext context);
}
