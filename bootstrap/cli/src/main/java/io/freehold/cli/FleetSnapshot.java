package io.freehold.cli;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.HealthState;
import io.freehold.api.SyncState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the API servers and the plane say at one moment.
 *
 * @param clusters one entry per cluster
 */
record FleetSnapshot(List<ClusterSnapshot> clusters) {
  FleetSnapshot {
    clusters = List.copyOf(clusters);
  }

  /** Asks everybody. Who does not answer is a problem in the answer, never an exception. */
  static FleetSnapshot take(List<DemoCluster> clusters, PlaneClient plane) {
    List<PlaneClient.FleetCluster> reported = List.of();
    String planeProblem = "the plane has not heard of it";
    try {
      reported = plane.clusters();
    } catch (CliException e) {
      planeProblem = String.valueOf(e.getMessage());
    }
    List<ClusterSnapshot> snapshots = new ArrayList<>();
    for (DemoCluster cluster : clusters) {
      List<Application> applications = List.of();
      String problem = cluster.agentProblem();
      try {
        applications =
            cluster.access().applications().stream()
                .sorted(Comparator.comparing(application -> application.id().toString()))
                .toList();
      } catch (CliException e) {
        problem = String.valueOf(e.getMessage());
      }
      snapshots.add(
          new ClusterSnapshot(
              cluster.name(),
              applications,
              problem,
              planeSays(reported, cluster.name(), applications, planeProblem)));
    }
    return new FleetSnapshot(snapshots);
  }

  /** Why not everything is Synced and Healthy; empty when it is. */
  List<String> unsettled() {
    List<String> reasons = new ArrayList<>();
    for (ClusterSnapshot cluster : clusters) {
      if (!cluster.problem().isEmpty()) {
        reasons.add(cluster.name() + ": " + cluster.problem());
      }
      if (cluster.applications().stream()
          .noneMatch(a -> a.metadata().name().equals(ApiGroup.ROOT_APPLICATION))) {
        reasons.add(cluster.name() + ": there is no root Application yet");
      }
      for (Application application : cluster.applications()) {
        if (!settled(application.status())) {
          reasons.add(
              "%s: %s is %s and %s%s"
                  .formatted(
                      cluster.name(),
                      application.id(),
                      application.status().sync(),
                      application.status().health().status(),
                      ApplicationText.problem(application.status()).map(p -> ": " + p).orElse("")));
        }
      }
      if (!cluster.planeProblem().isEmpty()) {
        reasons.add(cluster.name() + ": " + cluster.planeProblem());
      }
    }
    return List.copyOf(reasons);
  }

  private static boolean settled(ApplicationStatus status) {
    return status.sync() == SyncState.SYNCED
        && status.health().status() == HealthState.HEALTHY
        && !status.revision().isEmpty()
        // A commit that cannot be rendered leaves the last good one Synced and Healthy.
        && ApplicationText.problem(status).isEmpty();
  }

  private static String planeSays(
      List<PlaneClient.FleetCluster> reported,
      String name,
      List<Application> applications,
      String absent) {
    for (PlaneClient.FleetCluster cluster : reported) {
      if (cluster.name().equals(name)) {
        PlaneClient.Counts counts = cluster.counts();
        boolean same =
            counts.applications() == applications.size()
                && counts.synced() == counts.applications()
                && counts.healthy() == counts.applications();
        if (cluster.state().equals("fresh") && same) {
          return "";
        }
        return "the plane has it %s with %d applications, %d Synced, %d Healthy"
            .formatted(cluster.state(), counts.applications(), counts.synced(), counts.healthy());
      }
    }
    return absent;
  }

  /**
   * One cluster.
   *
   * @param name name
   * @param applications as its API server tells
   * @param problem what is wrong with the API server or the agent process, empty for nothing
   * @param planeProblem how the plane's view differs from all being well, empty for not at all
   */
  record ClusterSnapshot(
      String name, List<Application> applications, String problem, String planeProblem) {
    ClusterSnapshot {
      applications = List.copyOf(applications);
    }
  }
}
