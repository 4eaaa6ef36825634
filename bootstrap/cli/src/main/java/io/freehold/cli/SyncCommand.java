package io.freehold.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus.Operation;
import io.freehold.api.Durations;
import io.freehold.api.ObjectResult;
import io.freehold.api.OperationPhase;
import io.freehold.api.OperationRequest;
import io.freehold.api.OperationRequest.Initiator;
import io.freehold.api.OperationRequest.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold sync}. */
@Command(
    name = "sync",
    description = {
      "Ask the agent for one sync, and wait until it has ended.",
      "Exit codes: 0 it succeeded, 1 it failed or was refused, 7 it did not end in time (it goes on).",
      ""
    },
    mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "Apply this commit, branch, tag or version; what Git wants later is not moved.")
  private String revision = "";

  @Option(
      names = "--prune",
      negatable = true,
      description = "Delete what Git no longer has, or do not; as the Application says by default.")
  private @Nullable Boolean prune;

  @Option(names = "--dry-run", description = "Change nothing; show what would become of objects.")
  private boolean dryRun;

  @Option(
      names = "--resource",
      paramLabel = "[GROUP/]KIND:[NAMESPACE/]NAME",
      description = "Only this object; may be given again. A selection runs no hooks.")
  private List<String> resources = new ArrayList<>();

  @Option(
      names = {"-f", "--manifest"},
      paramLabel = "FILE",
      description = "Apply the objects of this file instead of those in Git; may be given again.")
  private List<Path> manifests = new ArrayList<>();

  @Option(
      names = "--retry",
      paramLabel = "TIMES",
      defaultValue = "0",
      description = "Try again so often when it fails (${DEFAULT-VALUE}).")
  private int retry;

  @Option(names = "--no-wait", description = "Only ask.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description = "How long to wait (${DEFAULT-VALUE}).")
  private String timeout = "10m";

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Duration limit = Durations.parse(timeout);
    try (var access = target.open()) {
      if (access.read().operation() != null) {
        throw new CliException(
            ExitCode.FAILED,
            "another request waits for the agent to take it; is the agent running?");
      }
      ObjectNode change = JSON.createObjectNode();
      change.set("operation", JSON.valueToTree(request()));
      long asked = access.patch(change).metadata().generation();
      if (noWait) {
        return ExitCode.OK.number();
      }
      Application ended =
          access.await("the sync has not ended", limit, application -> ended(application, asked));
      Operation operation = ended.status().operation();
      PrintWriter out = spec.commandLine().getOut();
      output.print(out, operation, _ -> table(operation));
      if (output.forPeople()) {
        out.println(operation.phase() + ": " + operation.message());
      }
      return (operation.phase() == OperationPhase.SUCCEEDED ? ExitCode.OK : ExitCode.FAILED)
          .number();
    }
  }

  /** Requests are numbered by the generation in which they are taken, which is ours or later. */
  private static boolean ended(Application application, long asked) {
    Operation operation = application.status().operation();
    return application.operation() == null
        && operation.phase() != OperationPhase.RUNNING
        && operation.id().matches("\\d{1,18}")
        && Long.parseLong(operation.id()) >= asked;
  }

  private OperationRequest request() {
    return OperationRequest.of(
        revision,
        prune,
        dryRun,
        resources.stream().map(SyncCommand::selection).toList(),
        manifests.stream().map(SyncCommand::content).toList(),
        retry,
        new Initiator(System.getProperty("user.name", ""), false));
  }

  static Selection selection(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new CliException(
          ExitCode.USAGE,
          "--resource: write [GROUP/]KIND:[NAMESPACE/]NAME, as apps/Deployment:web, not " + text);
    }
    String kind = text.substring(0, colon);
    String name = text.substring(colon + 1);
    int group = kind.indexOf('/');
    int namespace = name.indexOf('/');
    return new Selection(
        group < 0 ? "" : kind.substring(0, group),
        kind.substring(group + 1),
        namespace < 0 ? "" : name.substring(0, namespace),
        name.substring(namespace + 1));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "cannot read " + file, e);
    }
  }

  private static Table table(Operation operation) {
    Table table = new Table("OBJECT", "CHANGE", "MESSAGE");
    for (ObjectResult result : operation.results()) {
      table.row(result.ref().toString(), result.change(), result.message());
    }
    return table;
  }
}
