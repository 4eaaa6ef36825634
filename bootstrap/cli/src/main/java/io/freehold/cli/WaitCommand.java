package io.freehold.cli;

import io.freehold.api.Application;
import io.freehold.api.Durations;
import io.freehold.api.OperationPhase;
import java.time.Duration;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold wait}. */
@Command(
    name = "wait",
    description = {
      "Wait until an Application is as it should be.",
      "Exit codes: 0 it is, 7 it was not in time.",
      ""
    },
    mixinStandardHelpOptions = true)
final class WaitCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Option(
      names = "--for",
      paramLabel = "WHAT",
      defaultValue = "Ready",
      description =
          "A condition, as Ready or Rendered=False; sync=Synced, health=Healthy, operation, revision=COMMIT or deletion (${DEFAULT-VALUE}).")
  private String what = "Ready";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How long (${DEFAULT-VALUE}).")
  private String timeout = "5m";

  @Override
  public void run() {
    Duration limit = Durations.parse(timeout);
    try (var access = target.open()) {
      if (what.equals("deletion")) {
        access.awaitGone(limit);
        spec.commandLine().getOut().println(access.id() + " is gone");
        return;
      }
      access.read();
      Application now = access.await(what, limit, condition(what));
      spec.commandLine().getOut().println(ApplicationText.line(now.status()));
    }
  }

  private static Predicate<Application> condition(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "True" : text.substring(equals + 1);
    Predicate<Application> holds =
        switch (name) {
          case "sync" -> application -> application.status().sync().toString().equals(value);
          case "health" ->
              application -> application.status().health().status().toString().equals(value);
          case "revision" -> application -> application.status().revision().startsWith(value);
          case "operation" ->
              application ->
                  application.operation() == null
                      && application.status().operation().phase() != OperationPhase.RUNNING;
          default ->
              application ->
                  application.status().conditions().stream()
                      .anyMatch(condition ->
                          condition.type().equalsIgnoreCase(name)
                              && condition.status().equalsIgnoreCase(value));
        };
    // A status of an older spec says nothing about what was just asked for.
    return application ->
        application.status().observedGeneration() >= application.metadata().generation()
            && holds.test(application);
  }
}
