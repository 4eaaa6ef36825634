package io.freehold.notify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A file of kind Notifications as it is written; absent values are empty. */
record NotificationsFile(
    @JsonProperty(required = true) String apiVersion,
    @JsonProperty(required = true) String kind,
    Map<String, JsonNode> metadata,
    Spec spec) {

  NotificationsFile {
    metadata = metadata == null ? Map.of() : metadata;
    spec = spec == null ? new Spec(List.of(), List.of(), List.of(), List.of()) : spec;
  }

  /** What it says. */
  record Spec(
      List<Map<String, JsonNode>> targets,
      List<TriggerEntry> triggers,
      List<SubscriptionEntry> subscriptions,
      List<SilenceEntry> silences) {
    Spec {
      targets = list(targets);
      triggers = list(triggers);
      subscriptions = list(subscriptions);
      silences = list(silences);
    }
  }

  /** A trigger. */
  record TriggerEntry(
      String name,
      // Not "on": YAML reads that as true.
      String watches,
      String when,
      String until,
      String oncePer,
      String severity,
      String title,
      String text,
      String over) {
    TriggerEntry {
      name = plain(name);
      watches = plain(watches);
      when = plain(when);
      until = plain(until);
      oncePer = plain(oncePer);
      severity = plain(severity);
      title = plain(title);
      text = plain(text);
      over = plain(over);
    }
  }

  /** A subscription. */
  record SubscriptionEntry(
      String name,
      List<String> targets,
      List<String> triggers,
      Map<String, String> labels,
      List<String> clusters,
      List<String> projects,
      List<String> applications,
      String digest) {
    SubscriptionEntry {
      name = plain(name);
      targets = list(targets);
      triggers = list(triggers);
      labels = labels == null ? Map.of() : labels;
      clusters = list(clusters);
      projects = list(projects);
      applications = list(applications);
      digest = plain(digest);
    }
  }

  /** A silence. */
  record SilenceEntry(
      String until,
      String author,
      String reason,
      List<String> triggers,
      Map<String, String> labels,
      List<String> clusters,
      List<String> projects,
      List<String> applications) {
    SilenceEntry {
      until = plain(until);
      author = plain(author);
      reason = plain(reason);
      triggers = list(triggers);
      labels = labels == null ? Map.of() : labels;
      clusters = list(clusters);
      projects = list(projects);
      applications = list(applications);
    }
  }

  static String plain(String value) {
    return value == null ? "" : value.strip();
  }

  private static <T> List<T> list(List<T> values) {
    return values == null ? List.of() : values;
  }
}
