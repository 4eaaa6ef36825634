package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold fleet commit}. */
@Command(
    name = "commit",
    description = {
      "Show how far a commit is in every cluster: which have it, which wait, which failed.",
      "Without a commit, the commits that were synced last.",
      ""
    },
    mixinStandardHelpOptions = true)
final class FleetCommitCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "COMMIT",
      defaultValue = "",
      description = "The commit, or its beginning when only one fits.")
  private String commit = "";

  @Mixin private PlaneOptions options = new PlaneOptions();

  @Override
  public void run() {
    PlaneClient plane = options.plane();
    if (commit.isEmpty()) {
      JsonNode commits = plane.commits();
      options.format().print(spec.commandLine().getOut(), commits, _ -> recent(commits));
      return;
    }
    JsonNode progress = plane.commit(whole(plane));
    options.format().print(spec.commandLine().getOut(), progress, _ -> table(progress));
  }

  /** The whole revision; what fits nothing is asked for as it is, and the plane says so. */
  private String whole(PlaneClient plane) {
    if (commit.length() >= 40) {
      return commit;
    }
    JsonNode found = plane.search(commit).path("commits");
    if (found.size() > 1) {
      throw new CliException(
          ExitCode.USAGE, "several commits begin with " + commit + ": give more of it");
    }
    return found.isEmpty() ? commit : found.get(0).path("revision").asText();
  }

  private static Table recent(JsonNode commits) {
    Table table = new Table("COMMIT", "LAST SYNC", "CLUSTERS", "SUCCEEDED", "FAILED");
    commits
        .path("items")
        .forEach(item ->
            table.row(
                item.path("revision").asText(),
                item.path("lastAt").asText(),
                item.path("clusters").asText(),
                item.path("succeeded").asText(),
                item.path("failed").asText()));
    return table;
  }

  private static Table table(JsonNode progress) {
    Table table = new Table("CLUSTER", "STATE", "APPLICATIONS", "AFTER", "MESSAGE");
    progress
        .path("items")
        .forEach(item ->
            table.row(
                item.path("cluster").asText(),
                item.path("state").asText(),
                item.path("applications").asText(),
                item.has("seconds") ? item.path("seconds").asText() + "s" : "",
                item.path("message").asText()));
    return table;
  }
}
