package io.freehold.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.Source;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold rollback}. */
@Command(
    name = "rollback",
    description = {
      "Go back to an earlier sync.",
      "Git says what runs, so this prints the commands that put the folder of the Application back in Git; with --commit or --push it carries them out in your clone, with your own rights.",
      "With --pin the cluster goes back at once and stays there, whatever Git wants, until --unpin: for emergencies.",
      ""
    },
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      defaultValue = "0",
      description = "Line of the history; by default the last success with other objects.")
  private long id;

  @Option(names = "--pin", description = "Hold the cluster at that revision now.")
  private boolean pin;

  @Option(names = "--unpin", description = "Follow Git again.")
  private boolean unpin;

  @Option(
      names = "--commit",
      description = "Make the commit in a clean, up-to-date clone, with your own git.")
  private boolean commit;

  @Option(names = "--push", description = "Make the commit and push it, with your own rights.")
  private boolean push;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The clone in which the commit is made (${DEFAULT-VALUE}).")
  private Path root = Path.of(".");

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "Make the commit on a new branch, as for a pull request.")
  private String branch = "";

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Message of the commit.")
  private String message = "";

  @Option(
      names = "--author",
      paramLabel = "NAME<MAIL>",
      description = "Author of the commit; you when absent.")
  private String author = "";

  @Override
  public void run() {
    boolean inGit = commit || push;
    if (pin && unpin) {
      throw new CliException(ExitCode.USAGE, "--pin and --unpin cannot be used together");
    }
    if ((pin || unpin) && inGit) {
      throw new CliException(
          ExitCode.USAGE, "--pin and --unpin change nothing in Git; leave --commit and --push out");
    }
    if (!inGit && !(branch.isEmpty() && message.isEmpty() && author.isEmpty())) {
      throw new CliException(
          ExitCode.USAGE, "--branch, --message and --author need --commit or --push");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (var access = target.open()) {
      Application application = access.read();
      if (unpin) {
        setPin(access, "");
        out.println(access.id() + " follows Git again");
        return;
      }
      HistoryEntry entry = entry(application);
      if (pin) {
        setPin(access, entry.revision());
        out.printf(
            "%s is held at %s; put Git right, then: freehold rollback %s --unpin%n",
            access.id(), entry.revision(), access.id());
      } else if (commit || push) {
        revert(application, entry)
            .commit(new UserGit(root), new Revert.Manner(branch, message, author, push), out);
      } else {
        revert(application, entry).commands().forEach(out::println);
      }
    }
  }

  private static void setPin(ApplicationAccess access, String revision) {
    ObjectNode change = new ObjectMapper().createObjectNode();
    ObjectNode patch = change.putObject("spec");
    if (revision.isEmpty()) {
      patch.putNull("pin");
    } else {
      patch.put("pin", revision);
    }
    access.patch(change);
  }

  private HistoryEntry entry(Application application) {
    List<HistoryEntry> successes =
        application.status().history().stream()
            .filter(entry -> entry.phase() == OperationPhase.SUCCEEDED)
            .toList();
    // What runs is what was applied last; commits that changed nothing of it have no entry.
    String current = successes.isEmpty() ? "" : successes.getFirst().digest();
    return successes.stream()
        .filter(entry -> id == 0 ? !entry.digest().equals(current) : entry.id() == id)
        .findFirst()
        .orElseThrow(() ->
            new CliException(
                ExitCode.FAILED,
                id == 0
                    ? "the history of %s has no earlier success with other objects"
                        .formatted(application.id())
                    : "line %d of the history of %s is not there or was no success; \"freehold history\" shows it"
                        .formatted(id, application.id())));
  }

  private static Revert revert(Application application, HistoryEntry entry) {
    List<Source> sources = application.spec().sources();
    boolean oneRepository =
        sources.stream().map(Source::repoUrl).distinct().count() <= 1
            && sources.stream().allMatch(source -> source.chart().isEmpty());
    if (!oneRepository || entry.revision().contains("+")) {
      throw new CliException(
          ExitCode.FAILED,
          "%s has sources that are no folders of one repository: put their revisions back by hand (%s), or use --pin"
              .formatted(application.id(), entry.revision()));
    }
    return new Revert(entry.revision(), sources.stream().map(Source::path).toList());
  }
}
