package io.freehold.server;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ApplicationStatus.Summary;
import io.freehold.api.ClusterReport;
import io.freehold.api.Condition;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import java.util.List;
import java.util.Map;

/** What agents say in tests. */
final class Reports {
  static final ApplicationId SHOP = new ApplicationId("apps", "shop");
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private Reports() {}

  static ClusterReport cluster(String name, String... applications) {
    return new ClusterReport(
        name,
        "uid",
        Map.of("env", "test"),
        "v1.36.3",
        "0.1.0",
        "2026-11-21T08:00:00Z",
        "ssh://git@example.org/fleet.git",
        "clusters/" + name,
        COMMIT,
        new Condition(Condition.SOURCE_AVAILABLE, "True", "Fetched", "", "", 0),
        List.of(applications),
        0,
        0);
  }

  static ApplicationReport application(String name, SyncState sync) {
    var status =
        new ApplicationStatus(
            1,
            COMMIT,
            "sha256:1",
            sync,
            new Health(HealthState.HEALTHY, ""),
            ApplicationStatus.EMPTY.operation(),
            List.of(),
            List.of(),
            new Summary(4, 4, 4, 1));
    return new ApplicationReport(
        "apps",
        name,
        "default",
        "freehold-system/root",
        "ssh://git@example.org/a.git",
        name,
        status);
  }

  static JournalEntry sync(long id) {
    return JournalEntry.sync(
        SHOP,
        new HistoryEntry(
            id,
            OperationPhase.SUCCEEDED,
            COMMIT,
            "sha256:1",
            "2026-11-21T08:00:00Z",
            "2026-11-21T08:00:02Z",
            "done",
            1,
            0,
            0));
  }

  static JournalEntry drift() {
    return JournalEntry.drift(
        SHOP,
        "2026-11-21T08:01:00Z",
        new JournalEntry.Drift(
            "apps/Deployment:apps/shop", "kubectl", List.of(".spec.replicas"), true),
        "reverted");
  }
}
