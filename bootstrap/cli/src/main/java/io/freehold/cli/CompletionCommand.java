package io.freehold.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold completion SHELL}. */
@Command(
    name = "completion",
    description = "Print a script that completes freehold's commands and options.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(freehold completion bash)",
      "  freehold completion zsh >> ~/.zshrc",
      "  freehold completion fish > ~/.config/fish/completions/freehold.fish"
    })
final class CompletionCommand implements Runnable {
  /** Shells that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    switch (shell) {
      // The script of picocli switches on zsh's emulation of bash by itself.
      case BASH, ZSH -> out.print(AutoComplete.bash("freehold", root));
      case FISH -> fish(out, root);
    }
    out.flush();
  }

  private static void fish(PrintWriter out, CommandLine root) {
    out.println("complete -c freehold -f");
    root.getSubcommands()
        .forEach((name, command) -> {
          out.printf(
              "complete -c freehold -n __fish_use_subcommand -a %s -d '%s'%n",
              name, description(command));
          String seen = "__fish_seen_subcommand_from " + name;
          command
              .getSubcommands()
              .forEach((sub, subcommand) ->
                  out.printf(
                      "complete -c freehold -n '%s' -a %s -d '%s'%n",
                      seen, sub, description(subcommand)));
          options(out, seen, command);
          command.getSubcommands().values().forEach(sub -> options(out, seen, sub));
        });
  }

  private static void options(PrintWriter out, String condition, CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      out.printf(
          "complete -c freehold -n '%s' -l %s%s -d '%s'%n",
          condition,
          option.longestName().replaceFirst("^-+", ""),
          option.arity().max() > 0 ? " -r" : "",
          option.description().length == 0 ? "" : quoted(option.description()[0]));
    }
  }

  private static String description(CommandLine command) {
    String[] lines = command.getCommandSpec().usageMessage().description();
    return lines.length == 0 ? "" : quoted(lines[0]);
  }

  private static String quoted(String text) {
    return text.replace("'", "\\'");
  }
}
