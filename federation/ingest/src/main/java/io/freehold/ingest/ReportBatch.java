package io.freehold.ingest;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ChainedRecord;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of one request about the cluster that signed it.
 *
 * @param cluster who signed
 * @param receivedAt when the request arrived
 * @param items in the order of the request
 */
public record ReportBatch(String cluster, Instant receivedAt, List<Item> items) {
  public ReportBatch {
    items = List.copyOf(items);
  }

  /** The records of one kind. */
  public <T extends Item> List<T> of(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Item item : items) {
      if (kind.isInstance(item)) {
        found.add(kind.cast(item));
      }
    }
    return found;
  }

  /** One record. */
  public sealed interface Item {}

  /** The complete state of the cluster. */
  public record ClusterState(long sequence, ClusterReport report) implements Item {}

  /** The complete state of an application. */
  public record ApplicationState(long sequence, ApplicationReport report) implements Item {}

  /** An application no longer exists. */
  public record ApplicationGone(long sequence, ApplicationId application) implements Item {}

  /** Something happened at a time; with its place in the cluster's chain when it has one. */
  public record Journal(long sequence, Instant at, JournalEntry entry, Optional<ChainedRecord> link)
      implements Item {}

  /** A sync ran. */
  public record SyncSpan(
      String traceId,
      String spanId,
      String name,
      String revision,
      String result,
      Instant startedAt,
      Instant endedAt)
      implements Item {}
}
