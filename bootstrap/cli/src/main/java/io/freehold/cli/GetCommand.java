package io.freehold.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold get}. */
@Command(
    name = "get",
    description = "Show applications or clusters.",
    synopsisSubcommandLabel = "applications|clusters",
    mixinStandardHelpOptions = true,
    subcommands = {GetApplicationsCommand.class, GetClustersCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  freehold get applications                         of the current kubeconfig's cluster",
      "  freehold get applications --plane http://localhost:8080 -o wide    of the whole fleet",
      "  freehold get clusters --plane http://localhost:8080"
    })
final class GetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
