package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.JournalEntry;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoReport;
import io.freehold.dialect.ArgoStatus.OperationState;
import io.freehold.telemetry.Reporter;
import org.jspecify.annotations.Nullable;

/**
 * Tells the outside of one Argo CD Application: how it stands, and each sync that ended. Owned by
 * the Application's actor.
 */
final class ArgoReports {
  private final Reporter reporter;
  private @Nullable ApplicationReport told;
  private @Nullable OperationState last;

  ArgoReports(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Tells what is news of it. */
  void tell(ArgoApplication application) {
    String source =
        application.spec().allSources().stream()
            .findFirst()
            .map(first -> first.path("repoURL").asText(""))
            .map(Urls::withoutCredentials)
            .orElse("");
    ApplicationReport report = ArgoReport.of(application, source);
    OperationState state = application.status().operationState();
    // What had ended before this process saw it was told by the one before.
    if (told != null && state != null && state.completed() && !endedAlike(last, state)) {
      reporter.journal(
          JournalEntry.sync(application.id(), ArgoReport.ended(state, number(application))));
    }
    last = state;
    if (!report.equals(told)) {
      told = report;
      reporter.application(report);
    }
  }

  /** The Application no longer exists. */
  void gone(ApplicationId application) {
    told = null;
    reporter.applicationGone(application);
  }

  private static long number(ArgoApplication application) {
    return application.status().history().isEmpty()
        ? 1
        : application.status().history().getLast().id() + 1;
  }

  private static boolean endedAlike(@Nullable OperationState one, OperationState other) {
    return one != null
        && one.completed()
        && one.startedAt().equals(other.startedAt())
        && one.finishedAt().equals(other.finishedAt());
  }
}
