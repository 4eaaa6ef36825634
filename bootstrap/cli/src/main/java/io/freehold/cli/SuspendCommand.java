package io.freehold.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold suspend}. */
@Command(
    name = "suspend",
    description = {
      "Stop the agent's work on an Application.",
      "Nothing is applied, repaired or pruned. Set spec.suspend in Git where Git sets that field.",
      ""
    },
    mixinStandardHelpOptions = true)
final class SuspendCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Override
  public void run() {
    try (var access = target.open()) {
      ObjectNode change = new ObjectMapper().createObjectNode();
      change.putObject("spec").put("suspend", true);
      access.patch(change);
      spec.commandLine().getOut().println(access.id() + " is suspended");
    }
  }
}
