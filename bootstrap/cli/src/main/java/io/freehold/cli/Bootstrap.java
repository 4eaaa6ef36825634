package io.freehold.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands a cluster to its folder of a registry: a list of steps, each of which finds what is there
 * and adds what is missing. Running the whole list again after an interruption anywhere completes
 * it.
 */
public final class Bootstrap {
  private final List<BootstrapStep> steps;
  private final Clock clock;

  private Bootstrap(List<BootstrapStep> steps, Clock clock) {
    this.steps = List.copyOf(steps);
    this.clock = clock;
  }

  /** The steps of every bootstrap, in order. */
  public static Bootstrap standard(Clock clock) {
    return new Bootstrap(
        List.of(
            new PreflightStep(),
            new IdentityStep(),
            new FolderStep(),
            new DeployKeyStep(),
            new RegisterKeyStep(),
            new ProveKeyStep(),
            new InstallStep(),
            new AwaitAgentStep()),
        clock);
  }

  /** How many steps there are. */
  public int size() {
    return steps.size();
  }

  /** Only the first steps, as if the bootstrap had been interrupted after them. */
  public Bootstrap first(int count) {
    return new Bootstrap(steps.subList(0, count), clock);
  }

  /**
   * With one more step between the installation and the wait for the agent: for who runs the agent
   * by other means.
   */
  public Bootstrap beforeWait(BootstrapStep step) {
    List<BootstrapStep> more = new ArrayList<>(steps);
    more.add(more.size() - 1, step);
    return new Bootstrap(more, clock);
  }

  /**
   * Runs the steps.
   *
   * @throws CliException when one of them cannot be done; what was done stays and is found by the
   *     next run
   */
  public void run(BootstrapRequest request, BootstrapListener listener) {
    try (var context = new BootstrapContext(request, listener, clock)) {
      for (BootstrapStep step : steps) {
        Instant started = clock.instant();
        listener.started(step);
        String outcome = step.run(context);
        listener.finished(step, outcome, Duration.between(started, clock.instant()));
      }
    }
  }
}
