package io.freehold.cli;

import io.freehold.api.Durations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freehold demo}. */
@Command(
    name = "demo",
    description = {
      "Run a fleet on this machine.",
      "",
      "Starts real Kubernetes control planes, a Git server that enforces deploy keys, and the plane on PostgreSQL, bootstraps every cluster, and shows what happens until Ctrl-C. No Docker is needed. Pods are simulated; the agents run as local processes with the rights of their ServiceAccounts.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  freehold demo                 two clusters, until Ctrl-C",
      "  freehold demo --once          the same as a check: ends when all is Synced and Healthy"
    })
final class DemoCommand implements Runnable {
  private static final Duration LOOK = Duration.ofMillis(500);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--clusters",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many clusters (${DEFAULT-VALUE}); each takes about 1 GB of memory.")
  private int clusters = 2;

  @Option(
      names = "--once",
      description = "End as soon as everything is Synced and Healthy; the exit code says whether.")
  private boolean once;

  @Option(names = "--keep", description = "Leave keys, logs and data behind.")
  private boolean keep;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How long the start may take (${DEFAULT-VALUE}).")
  private String timeout = "5m";

  private volatile boolean stopped;
  private volatile boolean interrupted;

  @Override
  public void run() {
    if (clusters < 1 || clusters > 20) {
      throw new ParameterException(spec.commandLine(), "--clusters must be from 1 to 20");
    }
    PrintWriter out = spec.commandLine().getOut();
    Clock clock = Clock.systemUTC();
    Path directory = DemoFolder.create();
    var stages = new Stages(out, clock);
    var demo =
        new Demo(
            Installation.find(),
            directory,
            Demo.POLL_INTERVAL,
            Durations.parse(timeout),
            clock,
            stages);
    // Ctrl-C and SIGTERM come this way; the command's own end comes by close below.
    var stop =
        new Thread(
            () -> {
              interrupted = !stopped;
              stop(demo, directory, out);
            },
            "demo-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      run(demo, demo.start(clusters), stages, out, clock);
    } catch (CliException e) {
      // Whatever fails because somebody pressed Ctrl-C is not worth a message.
      if (!interrupted) {
        throw e;
      }
    } finally {
      stop(demo, directory, out);
    }
  }

  private void run(Demo demo, DemoFleet fleet, Stages stages, PrintWriter out, Clock clock) {
    Instant deadline = clock.instant().plus(Durations.parse(timeout));
    boolean plain = once || !Screen.isTerminal();
    var screen = new Screen(out, !plain);
    try (var story = new DemoStory(fleet, deadline, clock, plain ? stages::line : _ -> {})) {
      FleetSnapshot snapshot = fleet.snapshot();
      boolean settled = false;
      while (!demo.closed()) {
        List<String> unsettled = snapshot.unsettled();
        if (unsettled.isEmpty() && !settled) {
          settled = true;
          if (plain) {
            stages.line("all applications are Synced and Healthy, as API servers and plane say");
          }
          story.start();
        }
        if (once && settled && story.ended()) {
          story.check();
          fleet.table(fleet.snapshot()).forEach(out::println);
          return;
        }
        if (once && clock.instant().isAfter(deadline)) {
          throw new CliException(
              ExitCode.TIMEOUT,
              "not everything became Synced and Healthy in time:\n  "
                  + String.join("\n  ", unsettled));
        }
        if (!once) {
          screen.show(screenText(fleet, snapshot, plain ? List.of() : story.lines()));
        }
        pause(demo);
        snapshot = fleet.snapshot();
      }
    }
  }

  private static List<String> screenText(
      DemoFleet fleet, FleetSnapshot snapshot, List<String> story) {
    List<String> lines = new ArrayList<>(fleet.table(snapshot));
    lines.add("");
    if (!story.isEmpty()) {
      lines.addAll(story);
      lines.add("");
    }
    lines.addAll(fleet.directions());
    lines.add("");
    lines.add("Ctrl-C stops everything.");
    return lines;
  }

  private static void pause(Demo demo) {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      demo.close();
    }
  }

  /** Comes twice on Ctrl-C, from the shutdown hook and from the end of the command. */
  private synchronized void stop(Demo demo, Path directory, PrintWriter out) {
    if (stopped) {
      return;
    }
    if (!once) {
      out.println("Stopping");
      out.flush();
    }
    demo.close();
    stopped = true;
    if (keep) {
      out.println("Kept in " + directory);
      out.flush();
    } else {
      Folders.deleteRecursively(directory);
    }
  }
}
