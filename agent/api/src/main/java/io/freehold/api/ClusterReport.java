package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * The complete reported state of one cluster and its agent.
 *
 * @param name the cluster
 * @param uid UID of the cluster's {@code kube-system} namespace
 * @param labels labels of its cluster.yaml
 * @param kubernetesVersion version of the API server, as {@code v1.36.3}
 * @param agentVersion version of the agent
 * @param agentStartedAt when the agent process started, RFC 3339
 * @param registry URL of the registry without credentials
 * @param path folder of the cluster in the registry
 * @param revision newest commit of the registry that the agent saw
 * @param source whether the registry answers: a {@link Condition#SOURCE_AVAILABLE} condition
 * @param applications {@code namespace/name} of every application, sorted; others are gone
 * @param outbox journal entries that wait on disk to be taken
 * @param outboxLost journal entries that were dropped because the outbox was full
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClusterReport(
    String name,
    String uid,
    Map<String, String> labels,
    String kubernetesVersion,
    String agentVersion,
    String agentStartedAt,
    String registry,
    String path,
    String revision,
    Condition source,
    List<String> applications,
    long outbox,
    long outboxLost) {
  public ClusterReport {
    name = Defaults.text(name);
    uid = Defaults.text(uid);
    labels = Defaults.map(labels);
    kubernetesVersion = Defaults.text(kubernetesVersion);
    agentVersion = Defaults.text(agentVersion);
    agentStartedAt = Defaults.text(agentStartedAt);
    registry = Defaults.text(registry);
    path = Defaults.text(path);
    revision = Defaults.text(revision);
    source =
        Defaults.value(
            source, new Condition(Condition.SOURCE_AVAILABLE, "Unknown", "NotAsked", "", "", 0));
    applications = Defaults.list(applications);
  }

  /** The same report with other outbox numbers, which only the sender knows. */
  public ClusterReport withOutbox(long waiting, long lost) {
    return new ClusterReport(
        name,
        uid,
        labels,
        kubernetesVersion,
        agentVersion,
        agentStartedAt,
        registry,
        path,
        revision,
        source,
        applications,
        waiting,
        lost);
  }

  /** The same report naming other applications. */
  public ClusterReport withApplications(List<String> others) {
    return new ClusterReport(
        name,
        uid,
        labels,
        kubernetesVersion,
        agentVersion,
        agentStartedAt,
        registry,
        path,
        revision,
        source,
        others,
        outbox,
        outboxLost);
  }
}
