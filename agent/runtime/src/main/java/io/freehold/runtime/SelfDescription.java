package io.freehold.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationId;
import io.freehold.api.Cluster;
import io.freehold.api.ClusterReport;
import io.freehold.api.Condition;
import io.freehold.telemetry.ReportTarget;
import io.freehold.telemetry.Reporter;
import io.freehold.tree.TreeException;
import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cluster says of itself: {@code cluster.yaml} of its folder at the newest commit that
 * holds a usable one, and the state of the registry. Thread safe.
 */
final class SelfDescription {
  private static final Logger LOG = LoggerFactory.getLogger(SelfDescription.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "cluster.yaml";

  private final AgentConfig config;
  private final Identity identity;
  private final Sources sources;
  private final SourceKey registry;
  private final Reporter reporter;
  private final Clock clock;

  // Guarded by this.
  private Map<String, String> labels = Map.of();
  private List<String> applications = List.of();
  private String readAt = "";
  private String conditionSince;
  private String conditionStatus = "Unknown";

  /**
   * What does not change while the process lives.
   *
   * @param uid UID of the cluster
   * @param kubernetesVersion version of the API server
   * @param agentVersion version of the agent
   * @param startedAt when the process started
   */
  record Identity(String uid, String kubernetesVersion, String agentVersion, String startedAt) {}

  SelfDescription(
      AgentConfig config,
      Identity identity,
      Sources sources,
      SourceKey registry,
      Reporter reporter,
      Clock clock) {
    this.config = config;
    this.identity = identity;
    this.sources = sources;
    this.registry = registry;
    this.reporter = reporter;
    this.clock = clock;
    this.conditionSince = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** There is news from the registry. */
  synchronized void lookAtRegistry() {
    SourceState state = sources.state(registry);
    SourceState.Snapshot snapshot = state.snapshot();
    if (snapshot != null && !snapshot.revision().equals(readAt)) {
      readAt = snapshot.revision();
      read(snapshot);
    }
    report(state);
  }

  /** There are other Applications than before. */
  synchronized void applications(List<ApplicationId> ids) {
    applications = ids.stream().map(ApplicationId::toString).sorted().toList();
    report(sources.state(registry));
  }

  private void read(SourceState.Snapshot snapshot) {
    String path = config.registry().path() + "/" + FILE;
    try {
      List<Document> documents = Yaml.parse(path, snapshot.tree().read(path), Schema.KUBERNETES);
      Cluster cluster = JSON.readValue(Json.bytes(documents.getFirst().root()), Cluster.class);
      if (!cluster.metadata().name().equals(config.cluster())) {
        throw new IllegalArgumentException(
            "metadata.name is \"%s\", but this cluster is \"%s\""
                .formatted(cluster.metadata().name(), config.cluster()));
      }
      ReportTarget target = ReportTarget.of(cluster.spec().plane());
      labels = cluster.metadata().labels();
      reporter.target(target);
    } catch (TreeException | YamlException | IOException | IllegalArgumentException e) {
      LOG.warn("{} at {} is not usable, the one before stays: {}", path, readAt, e.getMessage());
    }
  }

  private void report(SourceState state) {
    SourceState.Snapshot snapshot = state.snapshot();
    String status = state.available() ? "True" : state.error().isEmpty() ? "Unknown" : "False";
    if (!status.equals(conditionStatus)) {
      conditionStatus = status;
      conditionSince = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
    String reason =
        state.available() ? "Fetched" : state.error().isEmpty() ? "NotAsked" : "FetchFailed";
    reporter.cluster(
        new ClusterReport(
            config.cluster(),
            identity.uid(),
            labels,
            identity.kubernetesVersion(),
            identity.agentVersion(),
            identity.startedAt(),
            Urls.withoutCredentials(config.registry().url()),
            config.registry().path(),
            snapshot == null ? "" : snapshot.revision(),
            new Condition(
                Condition.SOURCE_AVAILABLE, status, reason, state.error(), conditionSince, 0),
            applications,
            0,
            0));
  }
}
