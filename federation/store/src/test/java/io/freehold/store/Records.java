package io.freehold.store;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.store.Incoming.ApplicationState;
import io.freehold.store.Incoming.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What clusters report. */
final class Records {
  static final ApplicationId SHOP = new ApplicationId("apps", "shop");

  private Records() {}

  /** Journal entries of the cluster with these numbers, all of one time. */
  static Incoming journal(String cluster, Instant at, long... sequences) {
    return new Incoming(
        cluster,
        at,
        List.of(),
        List.of(),
        List.of(),
        java.util.Arrays.stream(sequences)
            .mapToObj(sequence -> new Entry(sequence, at, sync(at, sequence)))
            .toList(),
        List.of());
  }

  /** The state of an application. */
  static Incoming state(String cluster, Instant at, long sequence, String name) {
    return new Incoming(
        cluster,
        at,
        List.of(),
        List.of(
            new ApplicationState(
                sequence,
                new ApplicationReport(
                    "apps", name, "default", "", "", "", ApplicationStatus.EMPTY))),
        List.of(),
        List.of(),
        List.of());
  }

  /** What happened to an application, newest first. */
  static List<FleetEntry> history(Database database, String cluster) {
    var filter =
        new JournalFilter(
            List.of(cluster), SHOP.namespace(), SHOP.name(), List.of(), "", Optional.empty());
    return new HistoryQueries(database)
        .entries(Scope.EVERYTHING, filter, FleetEntry.Position.START, 10);
  }

  private static JournalEntry sync(Instant at, long id) {
    return JournalEntry.sync(
        SHOP,
        new HistoryEntry(
            id, OperationPhase.SUCCEEDED, "c0ffee", "", "", at.toString(), "done", 0, 0, 0));
  }
}
