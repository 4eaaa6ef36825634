package io.freehold.server;

import static io.freehold.server.Schemas.list;
import static io.freehold.server.Schemas.number;
import static io.freehold.server.Schemas.object;
import static io.freehold.server.Schemas.oneOf;
import static io.freehold.server.Schemas.page;
import static io.freehold.server.Schemas.text;
import static io.freehold.server.Schemas.texts;
import static io.freehold.server.Schemas.time;
import static io.freehold.server.Schemas.truth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;
import io.freehold.store.ClusterRow;
import io.freehold.store.CommitProgress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemas of what {@link Views} makes; tests hold the answers against them. */
final class ViewSchemas {
  private ViewSchemas() {}

  static ObjectNode clusters() {
    ObjectNode page = page(cluster());
    page.withObjectProperty("properties").set("registry", registry());
    return page;
  }

  static ObjectNode cluster() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("name", text("Its name, the folder in the registry."));
    fields.put("labels", texts("Labels of its cluster.yaml."));
    fields.put("state", freshness());
    fields.put("lastReportAt", time("When something new was received last."));
    fields.put("ageSeconds", number("How long ago that was."));
    fields.put("reportIntervalSeconds", number("Longest silence that cluster.yaml allows."));
    fields.put("problem", text("Why the newest cluster.yaml cannot be used."));
    fields.put("report", Schemas.of(ClusterReport.class));
    fields.put("counts", Schemas.of(ClusterRow.Counts.class));
    return object(fields);
  }

  static ObjectNode application() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("cluster", text("Where it is."));
    fields.put("clusterState", freshness());
    fields.put("namespace", text("Namespace of the Application."));
    fields.put("name", text("Name of the Application."));
    fields.put("project", text("Its project."));
    fields.put("parent", text("namespace/name of the Application that brought it."));
    fields.put("source", text("Repository."));
    fields.put("path", text("Folder."));
    fields.put("status", Schemas.of(ApplicationStatus.class));
    fields.put("lastReportAt", time("When its state was received."));
    return object(fields);
  }

  static ObjectNode resources() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("cluster", text("Where it is."));
    fields.put("namespace", text("Namespace of the Application."));
    fields.put("name", text("Name of the Application."));
    fields.put("summary", Schemas.of(ApplicationStatus.Summary.class));
    fields.put("health", Schemas.of(ApplicationStatus.Health.class));
    fields.put("applications", list(application()));
    fields.put("differences", list(Schemas.of(io.freehold.api.ObjectDifference.class)));
    return object(fields);
  }

  static ObjectNode refusal() {
    return object(
        Map.of(
            "claimed", text("Cluster that the sender claimed to be."),
            "reason", text("Why."),
            "count", number("How often."),
            "firstAt", time("For the first time."),
            "lastAt", time("For the last time.")));
  }

  static ObjectNode entry() {
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("cluster", text("Where it happened."));
    fields.put(
        "namespace", text("Namespace of the Application; absent when it is about the cluster."));
    fields.put("name", text("Name of the Application."));
    fields.put("sequence", number("Its number among the records of the cluster."));
    fields.put("kind", oneOf("What happened.", "sync", "drift", "note"));
    fields.put("at", text("When it happened, as the cluster says."));
    fields.put("message", text("A sentence for people."));
    fields.put("sync", Schemas.of(ApplicationStatus.HistoryEntry.class));
    fields.put("drift", Schemas.of(JournalEntry.Drift.class));
    return object(fields);
  }

  static ObjectNode operations() {
    ObjectNode page = page(entry());
    page.withObjectProperty("properties")
        .set("current", Schemas.of(ApplicationStatus.Operation.class));
    return page;
  }

  static ObjectNode commit() {
    return object(
        Map.of(
            "revision", text("The commit."),
            "firstAt", time("When the first sync of it ended."),
            "lastAt", time("When the last one did."),
            "clusters", number("How many clusters synced it."),
            "succeeded", number("How many syncs succeeded."),
            "failed", number("How many failed.")));
  }

  static ObjectNode progress() {
    Map<String, ObjectNode> cluster = new LinkedHashMap<>();
    cluster.put("cluster", text("The cluster."));
    cluster.put(
        "state",
        oneOf(
            "How far it is there.",
            Arrays.stream(CommitProgress.State.values())
                .map(CommitProgress.State::toString)
                .toArray(String[]::new)));
    cluster.put("applications", number("How many applications are at the commit now."));
    cluster.put("succeeded", number("How many syncs of it succeeded."));
    cluster.put("failed", number("How many failed."));
    cluster.put("firstAt", time("When the first sync of it ended."));
    cluster.put("lastAt", time("When the last one did."));
    cluster.put("seconds", number("From the first sync of it in the fleet to the last one here."));
    cluster.put("message", text("What the last sync said."));
    Map<String, ObjectNode> fields = new LinkedHashMap<>();
    fields.put("revision", text("The commit."));
    fields.put("newest", truth("Whether it is the newest of the registry."));
    fields.put("firstAt", time("When the first sync of it in the fleet ended."));
    fields.put("lastAt", time("When the last one did."));
    fields.put("states", Schemas.of(StateCounts.class));
    fields.put("items", list(object(cluster)));
    return object(fields);
  }

  static ObjectNode search() {
    return object(
        Map.of(
            "clusters", list(cluster()),
            "applications",
                list(
                    object(
                        Map.of(
                            "cluster", text("Where it is."),
                            "namespace", text("Namespace of the Application."),
                            "name", text("Name of the Application."),
                            "sync", text("Sync state."),
                            "health", text("Health.")))),
            "commits", list(commit())));
  }

  static ObjectNode registry() {
    return Schemas.of(RegistryStatus.class);
  }

  private static ObjectNode freshness() {
    return oneOf(
        "How much of it may be believed.",
        Arrays.stream(Freshness.values()).map(Freshness::toString).toArray(String[]::new));
  }

  /** How many clusters are how far with a commit. */
  record StateCounts(long applied, long running, long failed, long waiting, long untouched) {}
}
