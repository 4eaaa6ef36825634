package io.freehold.dialect;

import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.Condition;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectDifference;
import io.freehold.api.OperationPhase;
import io.freehold.api.SyncState;
import io.freehold.dialect.ArgoStatus.OperationState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the outside is told of an Argo CD Application, in the terms of Freehold's own. */
public final class ArgoReport {
  private static final String APPLICATION = "/" + ArgoApplication.KIND + ":";

  private ArgoReport() {}

  /**
   * The state of an Application.
   *
   * @param source URL of its first source, without credentials
   */
  public static ApplicationReport of(ArgoApplication application, String source) {
    List<?> sources = application.spec().allSources();
    return new ApplicationReport(
        application.metadata().namespace(),
        application.metadata().name(),
        application.spec().project(),
        parent(application),
        source,
        sources.isEmpty() ? "" : application.spec().allSources().getFirst().path("path").asText(""),
        status(application));
  }

  /** The Application of Applications that wants it. */
  private static String parent(ArgoApplication application) {
    String mark = application.annotation(ArgoNames.TRACKING);
    int end = mark.indexOf(':');
    boolean own =
        mark.endsWith(
            APPLICATION + application.metadata().namespace() + "/" + application.metadata().name());
    return end > 0 && own ? application.metadata().namespace() + "/" + mark.substring(0, end) : "";
  }

  private static ApplicationStatus status(ArgoApplication application) {
    ArgoStatus status = application.status();
    List<HistoryEntry> history =
        status.history().reversed().stream()
            .limit(ApplicationStatus.HISTORY_LIMIT)
            .map(ArgoReport::line)
            .toList();
    String deployed = history.isEmpty() ? "" : history.getFirst().revision();
    ArgoStatus.SyncStatus sync = status.sync();
    return new ApplicationStatus(
        application.metadata().generation(),
        deployed,
        "",
        state(status.syncCode()),
        health(status.health()),
        "",
        "",
        null,
        List.of(),
        operation(status.operationState()),
        history,
        status.conditions().stream()
            .map(one ->
                new Condition(
                    one.type(),
                    "True",
                    one.type(),
                    one.message(),
                    one.lastTransitionTime(),
                    application.metadata().generation()))
            .toList(),
        summary(status.resources()),
        sync == null ? "" : revision(sync.revision(), sync.revisions()),
        status.resources().stream()
            .filter(object -> object.status().equals("OutOfSync"))
            .limit(ApplicationStatus.DIFFERENCES_LIMIT)
            .map(ArgoReport::difference)
            .toList(),
        List.of());
  }

  /**
   * An operation that is over, as one line.
   *
   * @param id its number
   */
  public static HistoryEntry ended(OperationState state, long id) {
    ArgoStatus.SyncResult result = state.syncResult();
    List<ArgoStatus.Result> results = result == null ? List.of() : result.resources();
    ArgoOperation.InitiatedBy by = state.operation().initiatedBy();
    return new HistoryEntry(
        id,
        phase(state),
        result == null ? "" : revision(result.revision(), result.revisions()),
        "",
        state.startedAt(),
        state.finishedAt(),
        state.message(),
        0,
        (int) results.stream().filter(one -> one.status().equals(SyncResults.SYNCED)).count(),
        (int) results.stream().filter(one -> one.status().equals(SyncResults.PRUNED)).count(),
        by == null || by.username() == null ? "" : by.username(),
        List.of(),
        List.of());
  }

  private static HistoryEntry line(ArgoStatus.History line) {
    ArgoOperation.InitiatedBy by = line.initiatedBy();
    return new HistoryEntry(
        line.id() + 1,
        OperationPhase.SUCCEEDED,
        revision(line.revision(), line.revisions()),
        "",
        line.deployStartedAt(),
        line.deployedAt(),
        "",
        0,
        0,
        0,
        by == null || by.username() == null ? "" : by.username(),
        List.of(),
        List.of());
  }

  private static ApplicationStatus.Operation operation(@Nullable OperationState state) {
    if (state == null) {
      return ApplicationStatus.Operation.NONE;
    }
    ArgoStatus.SyncResult result = state.syncResult();
    return new ApplicationStatus.Operation(
        phase(state),
        result == null ? "" : revision(result.revision(), result.revisions()),
        state.startedAt(),
        state.completed() ? state.finishedAt() : "",
        state.message(),
        (int) Math.min(state.retryCount() + 1, Integer.MAX_VALUE),
        "",
        List.of(),
        "",
        "");
  }

  private static OperationPhase phase(OperationState state) {
    return switch (state.phase()) {
      case OperationState.SUCCEEDED -> OperationPhase.SUCCEEDED;
      case OperationState.FAILED -> OperationPhase.FAILED;
      case OperationState.ERROR -> OperationPhase.ERROR;
      default -> OperationPhase.RUNNING;
    };
  }

  private static ApplicationStatus.Summary summary(List<ArgoStatus.Resource> resources) {
    return new ApplicationStatus.Summary(
        resources.size(),
        (int) resources.stream().filter(object -> !object.status().equals("OutOfSync")).count(),
        (int) resources.stream().filter(ArgoReport::healthy).count(),
        0);
  }

  private static boolean healthy(ArgoStatus.Resource resource) {
    ArgoStatus.Health health = resource.health();
    return health == null || health.status().equals(HealthState.HEALTHY.toString());
  }

  private static ObjectDifference difference(ArgoStatus.Resource object) {
    ArgoStatus.Health health = object.health();
    boolean missing = health != null && health.status().equals(HealthState.MISSING.toString());
    return new ObjectDifference(
        object.group(),
        object.kind(),
        object.namespace(),
        object.name(),
        object.requiresPruning()
            ? ObjectDifference.State.REQUIRES_PRUNING
            : missing ? ObjectDifference.State.MISSING : ObjectDifference.State.OUT_OF_SYNC,
        "",
        List.of());
  }

  /** With several sources, the first one is what is shown. */
  private static String revision(String one, List<String> several) {
    return several.isEmpty() ? one : several.getFirst();
  }

  private static SyncState state(String code) {
    return Arrays.stream(SyncState.values())
        .filter(state -> state.toString().equals(code))
        .findFirst()
        .orElse(SyncState.UNKNOWN);
  }

  private static ApplicationStatus.Health health(ArgoStatus.@Nullable Health health) {
    if (health == null) {
      return ApplicationStatus.Health.UNKNOWN;
    }
    HealthState state =
        Arrays.stream(HealthState.values())
            .filter(one -> one.toString().equals(health.status()))
            .findFirst()
            .orElse(HealthState.UNKNOWN);
    return new ApplicationStatus.Health(state, health.message());
  }
}
