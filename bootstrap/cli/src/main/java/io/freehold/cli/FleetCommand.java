package io.freehold.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold fleet}. */
@Command(
    name = "fleet",
    description = "Ask a plane about the whole fleet. There is nothing to command.",
    synopsisSubcommandLabel = "get|commit|events",
    mixinStandardHelpOptions = true,
    subcommands = {FleetGetCommand.class, FleetCommitCommand.class, FleetEventsCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  freehold fleet get --plane http://localhost:8080",
      "  freehold fleet get shop                            what a text fits",
      "  freehold fleet commit 0123abcd",
      "  freehold fleet events"
    })
final class FleetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
