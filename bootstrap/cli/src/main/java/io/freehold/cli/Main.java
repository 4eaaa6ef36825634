package io.freehold.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.freehold.forge.ForgeException;
import io.freehold.local.LocalPlatformException;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** Entry point of {@code freehold}. */
public final class Main {
  // JUL keeps loggers weakly: without these references the levels would be forgotten.
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // Libraries report on standard error what the commands say better; --verbose brings it back.
    ROOT.setLevel(Level.OFF);
    System.exit(commandLine().execute(args));
  }

  /** Runs one command inside a program and returns its exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new FreeholdCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::explainUsage);
  }

  static void verbose() {
    ROOT.setLevel(Level.INFO);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    ExitCode code =
        switch (failure) {
          case CliException known -> known.code();
          case ForgeException _ -> ExitCode.GIT;
          case KubernetesClientException _ -> ExitCode.CLUSTER;
          case LocalPlatformException _ -> ExitCode.FAILED;
          case IllegalArgumentException _ -> ExitCode.USAGE;
          default -> ExitCode.FAILED;
        };
    PrintWriter err = command.getErr();
    String message =
        failure instanceof CliException known
            ? String.valueOf(known.getMessage())
            : GitErrors.explain(failure);
    err.println(command.getColorScheme().errorText("freehold: " + message));
    if (FreeholdCommand.verbose(parsed)) {
      failure.printStackTrace(err);
    } else if (code == ExitCode.FAILED
        && !(failure instanceof CliException || failure instanceof LocalPlatformException)) {
      err.println("That was not foreseen; --verbose shows where it happened.");
    }
    return code.number();
  }

  private static int explainUsage(CommandLine.ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText("freehold: " + failure.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try " + command.getCommandSpec().qualifiedName() + " --help.");
    return ExitCode.USAGE.number();
  }
}
