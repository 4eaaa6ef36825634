package io.freehold.cli;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold get clusters}. */
@Command(
    name = "clusters",
    aliases = "cluster",
    description = {
      "Show the clusters of a fleet, as a plane knows them.",
      "A cluster that has not reported for three intervals is stale, whatever it said last.",
      ""
    },
    mixinStandardHelpOptions = true)
final class GetClustersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--plane", paramLabel = "URL", required = true, description = "The plane to ask.")
  private URI plane = URI.create("http://127.0.0.1:8080");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.TABLE;

  @Override
  public void run() {
    List<PlaneClient.FleetCluster> clusters = new PlaneClient(plane).clusters();
    format.print(spec.commandLine().getOut(), clusters, wide -> table(clusters, wide));
  }

  private static Table table(List<PlaneClient.FleetCluster> clusters, boolean wide) {
    String[] narrow = {
      "NAME", "STATE", "LAST REPORT", "APPLICATIONS", "SYNCED", "HEALTHY", "DRIFT REPAIRED"
    };
    String[] all = {
      "NAME",
      "STATE",
      "LAST REPORT",
      "APPLICATIONS",
      "SYNCED",
      "HEALTHY",
      "DRIFT REPAIRED",
      "LABELS",
      "KUBERNETES",
      "AGENT",
      "REVISION"
    };
    Table table = new Table(wide ? all : narrow);
    for (PlaneClient.FleetCluster cluster : clusters) {
      PlaneClient.Counts counts = cluster.counts();
      String[] cells = {
        cluster.name(),
        cluster.state(),
        cluster.lastReportAt().isEmpty() ? "never" : cluster.ageSeconds() + "s ago",
        Long.toString(counts.applications()),
        Long.toString(counts.synced()),
        Long.toString(counts.healthy()),
        Long.toString(counts.driftRepairs()),
        labels(cluster.labels()),
        cluster.report().kubernetesVersion(),
        cluster.report().agentVersion(),
        cluster.report().revision()
      };
      table.row(wide ? cells : List.of(cells).subList(0, narrow.length).toArray(String[]::new));
    }
    return table;
  }

  private static String labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }
}
