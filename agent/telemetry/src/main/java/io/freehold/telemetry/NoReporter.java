package io.freehold.telemetry;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ClusterReport;
import io.freehold.api.JournalEntry;

/** The reporter of tools and tests that have nobody to report to. */
final class NoReporter implements Reporter {
  @Override
  public void cluster(ClusterReport report) {}

  @Override
  public void application(ApplicationReport report) {}

  @Override
  public void applicationGone(ApplicationId application) {}

  @Override
  public void journal(JournalEntry entry) {}

  @Override
  public void target(ReportTarget target) {}

  @Override
  public ReporterCounters counters() {
    return new ReporterCounters(0, 0, 0, 0, 0, 0);
  }

  @Override
  public void close() {}
}
