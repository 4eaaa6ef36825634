package io.freehold.cli;

import io.freehold.api.ApiGroup;
import io.freehold.api.Cluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold get clusters}. */
@Command(
    name = "clusters",
    aliases = "cluster",
    description = {
      "Show the clusters of a fleet, as a plane knows them, or what one cluster says it is.",
      "A cluster that has not reported for three intervals is stale, whatever it said last.",
      ""
    },
    mixinStandardHelpOptions = true)
final class GetClustersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private GetOptions options = new GetOptions();

  @Override
  public void run() {
    if (options.plane().isPresent()) {
      List<PlaneClient.FleetCluster> clusters = options.plane().get().clusters();
      options.output().print(spec.commandLine().getOut(), clusters, wide -> table(clusters, wide));
      return;
    }
    try (var access = options.cluster()) {
      List<Cluster> clusters = access.clusters();
      options.output().print(spec.commandLine().getOut(), clusters, _ -> selfDescription(clusters));
    }
  }

  private static Table selfDescription(List<Cluster> clusters) {
    Table table = new Table("NAME", "LABELS", "KEYS", "REPORTS TO");
    for (Cluster cluster : clusters) {
      String endpoint = cluster.spec().plane().endpoint();
      table.row(
          cluster.metadata().name(),
          labels(cluster.metadata().labels()),
          Integer.toString(cluster.spec().publicKeys().size()),
          endpoint.isEmpty() ? "nobody" : endpoint);
    }
    return table;
  }

  static Table table(List<PlaneClient.FleetCluster> clusters, boolean wide) {
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
            // The agent's own marks on what it applied say nothing about the cluster.
            .filter(label -> !label.getKey().startsWith(ApiGroup.GROUP + "/"))
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }
}
