package io.freehold.cli;

/** What the process exits with; scripts rely on the numbers. */
public enum ExitCode {
  OK(0),
  /** Something failed that the other codes do not name. */
  FAILED(1),
  /** The command line is wrong. */
  USAGE(2),
  /** A check before the first change failed; nothing was changed. */
  PREFLIGHT(3),
  /** Git or the forge refused or did not answer. */
  GIT(4),
  /** The API server refused or did not answer. */
  CLUSTER(5),
  /** The deploy key can write, or it could not be proved that it cannot. */
  DEPLOY_KEY(6),
  /** What was waited for did not happen in time. */
  TIMEOUT(7);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number. */
  public int number() {
    return number;
  }
}
