package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.JournalEntry;
import io.freehold.store.ApplicationRow;
import io.freehold.store.ClusterRow;
import io.freehold.store.CommitProgress;
import io.freehold.store.CommitRow;
import io.freehold.store.FleetEntry;
import io.freehold.store.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API shows of what is stored. Absent values are left out. */
final class Views {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Views() {}

  static ObjectNode items(List<? extends JsonNode> items) {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode array = page.putArray("items");
    items.forEach(array::add);
    return page;
  }

  static ObjectNode cluster(ClusterRow row, Instant now) {
    ObjectNode view = JSON.createObjectNode();
    view.put("name", row.registered().name());
    view.set("labels", JSON.valueToTree(row.registered().labels()));
    view.put("state", freshness(row, now).toString());
    row.seenAt()
        .ifPresent(at ->
            view.put("lastReportAt", at.toString())
                .put("ageSeconds", Math.max(0, Duration.between(at, now).toSeconds())));
    view.put("reportIntervalSeconds", row.registered().intervalSeconds());
    if (!row.registered().problem().isEmpty()) {
      view.put("problem", row.registered().problem());
    }
    row.report().ifPresent(report -> view.set("report", JSON.valueToTree(report)));
    view.set("counts", JSON.valueToTree(row.counts()));
    return view;
  }

  static Freshness freshness(ClusterRow row, Instant now) {
    return Freshness.of(row.seenAt(), row.registered().intervalSeconds(), now);
  }

  /** An application; {@code states} holds the freshness of every cluster. */
  static ObjectNode application(ApplicationRow row, Map<String, Freshness> states) {
    ObjectNode view = JSON.createObjectNode();
    view.put("cluster", row.cluster());
    view.put("clusterState", states.getOrDefault(row.cluster(), Freshness.MISSING).toString());
    view.put("namespace", row.report().namespace());
    view.put("name", row.report().name());
    view.put("project", row.report().project());
    view.put("parent", row.report().parent());
    view.put("source", row.report().source());
    view.put("path", row.report().path());
    view.set("status", JSON.valueToTree(row.report().status()));
    view.put("lastReportAt", row.lastReportAt().toString());
    return view;
  }

  static ObjectNode entry(FleetEntry row) {
    JournalEntry entry = row.entry();
    ObjectNode view = JSON.createObjectNode();
    view.put("cluster", row.cluster());
    if (!entry.name().isEmpty()) {
      view.put("namespace", entry.namespace()).put("name", entry.name());
    }
    view.put("sequence", row.sequence());
    switch (entry.kind()) {
      case SYNC -> {
        view.put("kind", "sync");
        view.set("sync", JSON.valueToTree(entry.sync()));
      }
      case DRIFT -> {
        view.put("kind", "drift");
        view.set("drift", JSON.valueToTree(entry.drift()));
      }
      case NOTE -> view.put("kind", "note");
    }
    return view.put("at", entry.at()).put("message", entry.message());
  }

  static JsonNode operation(ApplicationStatus.Operation operation) {
    return JSON.valueToTree(operation);
  }

  /** An application with what belongs to it. */
  static ObjectNode resources(
      ApplicationRow row, List<ApplicationRow> children, Map<String, Freshness> states) {
    ApplicationStatus status = row.report().status();
    ObjectNode view = JSON.createObjectNode();
    view.put("cluster", row.cluster())
        .put("namespace", row.report().namespace())
        .put("name", row.report().name());
    view.set("summary", JSON.valueToTree(status.summary()));
    view.set("health", JSON.valueToTree(status.health()));
    ArrayNode applications = view.putArray("applications");
    children.forEach(child -> applications.add(application(child, states)));
    view.set("differences", JSON.valueToTree(status.differences()));
    return view;
  }

  static ObjectNode commit(CommitRow row) {
    return JSON.createObjectNode()
        .put("revision", row.revision())
        .put("firstAt", row.firstAt().toString())
        .put("lastAt", row.lastAt().toString())
        .put("clusters", row.clusters())
        .put("succeeded", row.succeeded())
        .put("failed", row.failed());
  }

  /** How far a commit is. */
  static ObjectNode progress(String revision, List<CommitProgress> clusters, boolean newest) {
    ObjectNode view = JSON.createObjectNode().put("revision", revision).put("newest", newest);
    Optional<Instant> first =
        clusters.stream().flatMap(cluster -> cluster.firstAt().stream()).min(Instant::compareTo);
    first.ifPresent(at -> view.put("firstAt", at.toString()));
    clusters.stream()
        .flatMap(cluster -> cluster.lastAt().stream())
        .max(Instant::compareTo)
        .ifPresent(at -> view.put("lastAt", at.toString()));
    ObjectNode states = view.putObject("states");
    for (CommitProgress.State state : CommitProgress.State.values()) {
      states.put(
          state.toString(), clusters.stream().filter(cluster -> cluster.state() == state).count());
    }
    ArrayNode items = view.putArray("items");
    clusters.forEach(cluster -> items.add(progress(cluster, first)));
    return view;
  }

  private static ObjectNode progress(CommitProgress cluster, Optional<Instant> first) {
    ObjectNode view =
        JSON.createObjectNode()
            .put("cluster", cluster.cluster())
            .put("state", cluster.state().toString())
            .put("applications", cluster.applications())
            .put("succeeded", cluster.succeeded())
            .put("failed", cluster.failed());
    cluster.firstAt().ifPresent(at -> view.put("firstAt", at.toString()));
    cluster
        .lastAt()
        .ifPresent(at ->
            view.put("lastAt", at.toString())
                .put("seconds", Duration.between(first.orElse(at), at).toSeconds()));
    return view.put("message", cluster.message());
  }

  /** What a search found. */
  static ObjectNode found(
      List<ClusterRow> clusters,
      List<ApplicationRow> applications,
      List<CommitRow> commits,
      Instant now) {
    ObjectNode view = JSON.createObjectNode();
    ArrayNode foundClusters = view.putArray("clusters");
    clusters.forEach(row -> foundClusters.add(cluster(row, now)));
    ArrayNode foundApplications = view.putArray("applications");
    for (ApplicationRow row : applications) {
      foundApplications
          .addObject()
          .put("cluster", row.cluster())
          .put("namespace", row.report().namespace())
          .put("name", row.report().name())
          .put("sync", row.report().status().sync().toString())
          .put("health", row.report().status().health().status().toString());
    }
    ArrayNode foundCommits = view.putArray("commits");
    commits.forEach(row -> foundCommits.add(commit(row)));
    return view;
  }

  static ObjectNode refusal(Refusal refusal) {
    return JSON.createObjectNode()
        .put("claimed", refusal.claimed())
        .put("reason", refusal.reason())
        .put("count", refusal.count())
        .put("firstAt", refusal.firstAt().toString())
        .put("lastAt", refusal.lastAt().toString());
  }

  static ObjectNode registry(RegistryStatus status) {
    return JSON.createObjectNode()
        .put("revision", status.revision())
        .put("available", status.available())
        .put("message", status.message());
  }
}
