package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.JournalEntry;
import io.freehold.store.ApplicationRow;
import io.freehold.store.ClusterRow;
import io.freehold.store.JournalRow;
import io.freehold.store.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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

  static ObjectNode journal(JournalRow row) {
    JournalEntry entry = row.entry();
    ObjectNode view = JSON.createObjectNode();
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
