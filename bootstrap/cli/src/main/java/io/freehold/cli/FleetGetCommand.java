package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold fleet get}. */
@Command(
    name = "get",
    description = {
      "Show the clusters of the fleet, or the clusters, applications and commits that a text fits.",
      ""
    },
    mixinStandardHelpOptions = true)
final class FleetGetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Part of a name, or the beginning of a commit.")
  private String text = "";

  @Mixin private PlaneOptions options = new PlaneOptions();

  @Override
  public void run() {
    if (text.isEmpty()) {
      List<PlaneClient.FleetCluster> clusters = options.plane().clusters();
      options
          .format()
          .print(
              spec.commandLine().getOut(),
              clusters,
              wide -> GetClustersCommand.table(clusters, wide));
      return;
    }
    JsonNode found = options.plane().search(text);
    options.format().print(spec.commandLine().getOut(), found, _ -> table(found));
  }

  private static Table table(JsonNode found) {
    Table table = new Table("KIND", "CLUSTER", "NAME", "STATE");
    found
        .path("clusters")
        .forEach(item ->
            table.row("cluster", text(item, "name"), text(item, "name"), text(item, "state")));
    found
        .path("applications")
        .forEach(item ->
            table.row(
                "application",
                text(item, "cluster"),
                text(item, "namespace") + "/" + text(item, "name"),
                text(item, "sync") + ", " + text(item, "health")));
    found
        .path("commits")
        .forEach(item ->
            table.row(
                "commit",
                item.path("clusters").asText() + " clusters",
                text(item, "revision"),
                item.path("succeeded").asText()
                    + " ok, "
                    + item.path("failed").asText()
                    + " failed"));
    return table;
  }

  private static String text(JsonNode item, String field) {
    return item.path(field).asText();
  }
}
