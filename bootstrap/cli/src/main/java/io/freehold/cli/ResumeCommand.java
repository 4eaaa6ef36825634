package io.freehold.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold resume}. */
@Command(
    name = "resume",
    description = {"Let the agent work on a suspended Application again.", ""},
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Override
  public void run() {
    try (var access = target.open()) {
      ObjectNode change = new ObjectMapper().createObjectNode();
      change.putObject("spec").put("suspend", false);
      access.patch(change);
      spec.commandLine().getOut().println(access.id() + " is resumed");
    }
  }
}
