package io.freehold.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The running demo.
 *
 * @param git the Git server
 * @param plane the plane
 * @param clusters the clusters, each with its agent
 */
record DemoFleet(DemoGit git, PlaneProcess plane, List<DemoCluster> clusters) {
  DemoFleet {
    clusters = List.copyOf(clusters);
  }

  FleetSnapshot snapshot() {
    return FleetSnapshot.take(clusters, new PlaneClient(plane.http()));
  }

  /** The whole fleet as lines of text. */
  List<String> table(FleetSnapshot snapshot) {
    Table table =
        new Table(
            "CLUSTER",
            "APPLICATION",
            "SYNC",
            "HEALTH",
            "REVISION",
            "OBJECTS",
            "DRIFT REPAIRED",
            "PROBLEM");
    for (FleetSnapshot.ClusterSnapshot cluster : snapshot.clusters()) {
      String shown = cluster.name();
      for (var application : cluster.applications()) {
        var status = application.status();
        String revision = status.revision();
        table.row(
            shown,
            application.metadata().name(),
            status.sync().toString(),
            status.health().status().toString(),
            revision.substring(0, Math.min(8, revision.length())),
            status.summary().synced() + "/" + status.summary().objects(),
            Long.toString(status.summary().driftRepairs()),
            ApplicationText.problem(status).orElse(""));
        shown = "";
      }
      if (!cluster.problem().isEmpty() || !cluster.planeProblem().isEmpty()) {
        String problem = cluster.problem().isEmpty() ? cluster.planeProblem() : cluster.problem();
        table.row(cluster.name(), "", "", "", "", "", "", problem);
      }
    }
    return table.lines();
  }

  /** Where to look and what to try. */
  List<String> directions() {
    List<String> lines = new ArrayList<>();
    lines.add("Page     " + plane.http());
    lines.add(
        "Admin    %s/login, password in %s".formatted(plane.http(), plane.secrets().password()));
    lines.add("Git      " + git.cloneCommand());
    for (DemoCluster cluster : clusters) {
      lines.add("%-8s export KUBECONFIG=%s".formatted(cluster.name(), cluster.kubeconfig()));
    }
    lines.add(
        "Logs     "
            + clusters.stream()
                .map(cluster -> cluster.agentLog().toString())
                .collect(Collectors.joining(" ")));
    return lines;
  }
}
