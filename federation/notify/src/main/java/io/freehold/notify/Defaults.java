package io.freehold.notify;

import java.util.List;

/** The triggers that are there without being written, as somebody would write them. */
final class Defaults {
  private Defaults() {}

  static List<NotificationsFile.TriggerEntry> triggers() {
    return List.of(
        new NotificationsFile.TriggerEntry(
            "sync-failed",
            "application",
            "after.phase in ['Failed', 'Error']",
            "after.phase == 'Succeeded'",
            "after.operationRevision",
            "error",
            "{{ after.name }} could not be synced on {{ clusters }}",
            "{{ after.operationMessage }}\nCommit {{ after.operationRevision }}, application"
                + " {{ after.namespace }}/{{ after.name }} of project {{ after.project }}.",
            "{{ after.name }} is synced again"),
        new NotificationsFile.TriggerEntry(
            "degraded",
            "application",
            "after.health == 'Degraded'",
            "after.health == 'Healthy'",
            "",
            "error",
            "{{ after.name }} is degraded on {{ clusters }}",
            "{{ after.healthMessage }}\nCommit {{ after.revision }}, application"
                + " {{ after.namespace }}/{{ after.name }} of project {{ after.project }}.",
            "{{ after.name }} is healthy again"),
        new NotificationsFile.TriggerEntry(
            "deployed",
            "application",
            "after.sync == 'Synced' && after.health == 'Healthy' && after.phase == 'Succeeded'"
                + " && after.digest != ''",
            "",
            "after.digest",
            "info",
            "{{ after.name }} is deployed on {{ clusters }}",
            "Commit {{ after.revision }}, application {{ after.namespace }}/{{ after.name }}"
                + " of project {{ after.project }}.",
            ""),
        new NotificationsFile.TriggerEntry(
            "recovered",
            "application",
            "resolved.exists(trigger, trigger in ['sync-failed', 'degraded'])",
            "",
            "",
            "info",
            "{{ after.name }} has recovered on {{ clusters }}",
            "Commit {{ after.revision }}, application {{ after.namespace }}/{{ after.name }}"
                + " of project {{ after.project }}.",
            ""),
        new NotificationsFile.TriggerEntry(
            "drift-fight",
            "application",
            "repairs >= 5",
            "repairs == 0",
            "",
            "warning",
            "Somebody keeps changing {{ after.name }} on {{ clusters }}",
            "{{ repairs }} changes of what Git wants within ten minutes, application"
                + " {{ after.namespace }}/{{ after.name }} of project {{ after.project }}.",
            "Nobody changes {{ after.name }} any more"),
        new NotificationsFile.TriggerEntry(
            "cluster-stale",
            "cluster",
            "after.state == 'stale'",
            "after.state == 'fresh'",
            "",
            "critical",
            "No reports from {{ clusters }}",
            "The last one came at {{ after.lastReportAt }}. What is shown may be old.",
            "All clusters report again"),
        new NotificationsFile.TriggerEntry(
            "cluster-back",
            "cluster",
            "resolved.exists(trigger, trigger == 'cluster-stale')",
            "",
            "",
            "info",
            "{{ clusters }} reports again",
            "",
            ""));
  }
}
