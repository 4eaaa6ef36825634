package io.freehold.server;

import io.freehold.store.MetricsQueries;
import io.freehold.store.MetricsQueries.ApplicationCounts;
import io.freehold.store.MetricsQueries.ClusterCounts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The state of the fleet as metrics: every cluster, and a bounded number of applications. */
final class FleetMetrics {
  private static final String CLUSTER = "cluster";

  private final MetricsQueries queries;
  private final int most;
  private final InstantSource clock;

  /**
   * @param most so many applications are shown one by one
   */
  FleetMetrics(MetricsQueries queries, int most, InstantSource clock) {
    this.queries = queries;
    this.most = most;
    this.clock = clock;
  }

  void write(Exposition page) {
    Instant now = clock.instant();
    List<ClusterCounts> clusters = queries.clusters();
    Map<String, Freshness> states = new HashMap<>();
    clusters.forEach(cluster ->
        states.put(cluster.name(), Freshness.of(cluster.seenAt(), cluster.intervalSeconds(), now)));
    clusters(page, clusters, states);
    List<ApplicationCounts> applications = queries.applications(most);
    applications(page, applications, states);
    long all = clusters.stream().mapToLong(ClusterCounts::applications).sum();
    page.gauge(
        "freehold_applications_left_out",
        "Applications that are not shown one by one; see FREEHOLD_METRICS_APPLICATIONS.",
        Math.max(0, all - applications.size()));
  }

  private static void clusters(
      Exposition page, List<ClusterCounts> clusters, Map<String, Freshness> states) {
    page.gauge("freehold_clusters", "Clusters of the registry by freshness.");
    for (Freshness state : Freshness.values()) {
      page.value(
          "freehold_clusters",
          states.values().stream().filter(state::equals).count(),
          "state",
          state.toString());
    }
    each(
        page,
        clusters,
        "freehold_cluster_up",
        "1 when the cluster reports in time.",
        cluster -> states.get(cluster.name()) == Freshness.FRESH ? 1 : 0);
    page.gauge(
        "freehold_cluster_last_report_timestamp_seconds",
        "When the cluster last said something new.");
    clusters.forEach(cluster ->
        cluster
            .seenAt()
            .ifPresent(at ->
                page.value(
                    "freehold_cluster_last_report_timestamp_seconds",
                    at.getEpochSecond(),
                    CLUSTER,
                    cluster.name())));
    each(
        page,
        clusters,
        "freehold_cluster_report_interval_seconds",
        "Longest silence that its cluster.yaml allows.",
        ClusterCounts::intervalSeconds);
    each(
        page,
        clusters,
        "freehold_cluster_problem",
        "1 when its cluster.yaml cannot be used.",
        cluster -> cluster.problem() ? 1 : 0);
    each(
        page,
        clusters,
        "freehold_cluster_applications",
        "Applications in it.",
        ClusterCounts::applications);
    each(
        page,
        clusters,
        "freehold_cluster_applications_out_of_sync",
        "Of them, those that are not as Git wants them.",
        ClusterCounts::outOfSync);
    each(
        page,
        clusters,
        "freehold_cluster_applications_degraded",
        "Of them, those that are degraded.",
        ClusterCounts::degraded);
    each(
        page,
        clusters,
        "freehold_cluster_drift_repairs",
        "Changes by others that were reverted, of the applications that there are.",
        ClusterCounts::driftRepairs);
    each(
        page,
        clusters,
        "freehold_cluster_journal_waiting",
        "Journal entries that wait in its agent.",
        ClusterCounts::outbox);
    each(
        page,
        clusters,
        "freehold_cluster_journal_lost",
        "Journal entries that its agent lost.",
        ClusterCounts::lost);
  }

  private static void each(
      Exposition page,
      List<ClusterCounts> clusters,
      String name,
      String help,
      ToLongFunction<ClusterCounts> value) {
    page.gauge(name, help);
    clusters.forEach(
        cluster -> page.value(name, value.applyAsLong(cluster), CLUSTER, cluster.name()));
  }

  private static void applications(
      Exposition page, List<ApplicationCounts> applications, Map<String, Freshness> states) {
    page.gauge(
        "freehold_application_up",
        "1 when its cluster reports in time, and it is synced and healthy.");
    applications.forEach(application ->
        value(
            page,
            "freehold_application_up",
            application,
            states.get(application.cluster()) == Freshness.FRESH
                    && application.sync().equals("Synced")
                    && application.health().equals("Healthy")
                ? 1
                : 0));
    page.gauge(
        "freehold_application_drift_repairs",
        "Changes of its objects by others that were reverted.");
    applications.forEach(application ->
        value(page, "freehold_application_drift_repairs", application, application.driftRepairs()));
    page.gauge("freehold_application_last_sync_timestamp_seconds", "When its last sync ended.");
    for (ApplicationCounts application : applications) {
      try {
        value(
            page,
            "freehold_application_last_sync_timestamp_seconds",
            application,
            OffsetDateTime.parse(application.syncedAt()).toEpochSecond());
      } catch (DateTimeException _) {
        // It never had one, or its agent wrote no time.
      }
    }
  }

  private static void value(
      Exposition page, String name, ApplicationCounts application, long value) {
    page.value(
        name,
        value,
        CLUSTER,
        application.cluster(),
        "namespace",
        application.namespace(),
        "name",
        application.name(),
        "project",
        application.project());
  }
}
