package io.freehold.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code freehold} itself. */
@Command(
    name = "freehold",
    description = {
      "GitOps for fleets of clusters that own themselves.",
      "",
      "Every cluster runs its own agent, reads its own folder of a Git registry with a key that can only read, makes itself match, and reports outward. Nobody outside holds a key to it.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BootstrapCommand.class,
      GetCommand.class,
      FleetCommand.class,
      DemoCommand.class,
      RenderCommand.class,
      SyncCommand.class,
      DiffCommand.class,
      TreeCommand.class,
      HistoryCommand.class,
      RollbackCommand.class,
      WaitCommand.class,
      EventsCommand.class,
      LogsCommand.class,
      RefreshCommand.class,
      TerminateCommand.class,
      SuspendCommand.class,
      ResumeCommand.class,
      HealthCommand.class,
      VersionCommand.class,
      CompletionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = FreeholdCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something failed that no other code names",
      "2:the command line is wrong",
      "3:a check before the first change failed",
      "4:Git or the forge refused or did not answer",
      "5:the API server refused or did not answer",
      "6:the deploy key can write, or it is unproven that it cannot",
      "7:what was waited for did not happen in time"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  freehold demo                       a fleet of two clusters on this machine",
      "  freehold bootstrap --repo git@github.com:acme/registry.git --cluster prod-eu",
      "  freehold get applications -o wide"
    })
final class FreeholdCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show what the libraries log, and stack traces.")
  void verbose(boolean on) {
    if (on) {
      Main.verbose();
    }
  }

  static boolean verbose(ParseResult parsed) {
    ParseResult deepest = parsed;
    boolean on = deepest.hasMatchedOption("--verbose");
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
      on |= deepest.hasMatchedOption("--verbose");
    }
    return on;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The build's version. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"freehold " + Installation.version()};
    }
  }
}
