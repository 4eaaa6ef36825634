package io.freehold.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold refresh}. */
@Command(
    name = "refresh",
    description = {"Let the agent look at the source now, and try again what failed.", ""},
    mixinStandardHelpOptions = true)
final class RefreshCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Option(names = "--hard", description = "Also render and compare everything again.")
  private boolean hard;

  @Override
  public void run() {
    try (var access = target.open()) {
      ObjectNode change = new ObjectMapper().createObjectNode();
      change
          .putObject("metadata")
          .putObject("annotations")
          .put(
              ApiGroup.REFRESH_ANNOTATION,
              (hard ? ApiGroup.HARD_REFRESH + "-" : "") + Instant.now());
      access.patch(change);
      spec.commandLine().getOut().println("the agent looks at the source of " + access.id());
    }
  }
}
