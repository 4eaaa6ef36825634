package io.freehold.store;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ChainedRecord;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Verified records of one cluster that arrived together.
 *
 * @param cluster who sent and signed them
 * @param receivedAt when the plane received them
 */
public record Incoming(
    String cluster,
    Instant receivedAt,
    List<ClusterState> clusters,
    List<ApplicationState> applications,
    List<ApplicationGone> gone,
    List<Entry> journal,
    List<Span> spans) {
  public Incoming {
    clusters = List.copyOf(clusters);
    applications = List.copyOf(applications);
    gone = List.copyOf(gone);
    journal = List.copyOf(journal);
    spans = List.copyOf(spans);
  }

  /** A complete state of the cluster. */
  public record ClusterState(long sequence, ClusterReport report) {}

  /** A complete state of an application. */
  public record ApplicationState(long sequence, ApplicationReport report) {}

  /** Word that an application is gone. */
  public record ApplicationGone(long sequence, ApplicationId application) {}

  /**
   * A journal entry; {@code at} is when it happened, {@code link} its place in the cluster's chain.
   */
  public record Entry(long sequence, Instant at, JournalEntry entry, Optional<ChainedRecord> link) {
    /** Of an agent that knows no chains. */
    public Entry(long sequence, Instant at, JournalEntry entry) {
      this(sequence, at, entry, Optional.empty());
    }
  }

  /** A span of a sync. */
  public record Span(
      String traceId,
      String spanId,
      String name,
      String revision,
      String result,
      Instant startedAt,
      Instant endedAt) {}
}
