package io.freehold.telemetry;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;

/** Tells the outside what the agent observes and did. No method waits for the network. */
public interface Reporter extends AutoCloseable {
  /** Reports to nobody and keeps nothing. */
  Reporter NONE = new NoReporter();

  /**
   * The newest state of the cluster. Sent at once when it differs from the last one, repeated every
   * report interval. The outbox numbers are filled in when it is sent.
   */
  void cluster(ClusterReport report);

  /**
   * The newest state of an application; states that follow each other within a second are sent as
   * one.
   */
  void application(ApplicationReport report);

  /** The application no longer exists. */
  void applicationGone(ApplicationId application);

  /**
   * Something that happened once. When this method returns, the entry survives the death of the
   * process; soon after, also a power failure.
   */
  void journal(JournalEntry entry);

  /** Changes where and how often to report; a new endpoint gets every state anew. */
  void target(ReportTarget target);

  /** What has been sent and what waits. */
  ReporterCounters counters();

  /**
   * Sends what waits, for at most {@link ReporterSettings#closeTimeout()}, and ends. The outbox
   * stays on disk.
   */
  @Override
  void close();
}
