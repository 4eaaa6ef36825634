package io.freehold.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus.Operation;
import io.freehold.api.Durations;
import io.freehold.api.OperationPhase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold terminate}. */
@Command(
    name = "terminate",
    description = {
      "End the sync that runs, or its retries.",
      "Hooks that run are deleted; what was applied stays.",
      ""
    },
    mixinStandardHelpOptions = true)
final class TerminateCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description = "How long to wait for its end (${DEFAULT-VALUE}).")
  private String timeout = "1m";

  @Override
  public void run() {
    try (var access = target.open()) {
      Operation running = access.read().status().operation();
      boolean runs = running.phase() == OperationPhase.RUNNING;
      ObjectNode change = new ObjectMapper().createObjectNode();
      change
          .putObject("metadata")
          .putObject("annotations")
          .put(ApiGroup.TERMINATE_ANNOTATION, runs ? running.startedAt() : ApiGroup.TERMINATE_ANY);
      access.patch(change);
      Application now =
          access.await(
              "the sync has not ended",
              Durations.parse(timeout),
              application ->
                  !application.metadata().annotations().containsKey(ApiGroup.TERMINATE_ANNOTATION)
                      && !(application.status().operation().phase() == OperationPhase.RUNNING
                          && application
                              .status()
                              .operation()
                              .startedAt()
                              .equals(running.startedAt())));
      Operation last = now.status().operation();
      spec.commandLine()
          .getOut()
          .println(runs ? last.phase() + ": " + last.message() : "no sync was running");
    }
  }
}
