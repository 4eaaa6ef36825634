package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoOperation;
import io.freehold.dialect.ArgoProject;
import io.freehold.dialect.ArgoSpec;
import io.freehold.dialect.ArgoStatus;
import io.freehold.dialect.ArgoStatus.OperationState;
import io.freehold.dialect.SyncOptions;
import io.freehold.engine.RetryPauses;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations of one Argo CD Application: takes what somebody wrote into the field {@code
 * operation}, carries it out step by step, and keeps in the status how far it is, so that a
 * restarted agent goes on. Owned by the Application's actor; blocks.
 */
final class ArgoOperations {
  private static final Logger LOG = LoggerFactory.getLogger(ArgoOperations.class);
  private static final Duration WINDOW_PAUSE = Duration.ofMinutes(1);

  private final String name;
  private final ArgoSurroundings around;
  private final ArgoComparer comparer;
  private final Runnable wake;

  ArgoOperations(String name, ArgoSurroundings around, ArgoComparer comparer, Runnable wake) {
    this.name = name;
    this.around = around;
    this.comparer = comparer;
    this.wake = wake;
  }

  /**
   * Goes on with the operation of an Application as far as that goes without waiting.
   *
   * @return the Application afterwards; empty when it could not be written
   */
  Optional<ArgoApplication> proceed(ArgoApplication application) {
    ArgoOperation wanted = application.operation();
    if (wanted == null) {
      return Optional.of(application);
    }
    ArgoApplication now = application;
    OperationState state = now.status().operationState();
    if (state == null || state.completed()) {
      state = new OperationState(wanted, OperationState.RUNNING, "", null, time(), "", 0);
      now = written(now, state, false).orElse(null);
      if (now == null) {
        return Optional.empty();
      }
    }
    if (state.phase().equals(OperationState.RUNNING) && !state.finishedAt().isEmpty()) {
      OperationState again = retried(state).orElse(null);
      if (again == null) {
        return Optional.of(now);
      }
      state = again;
    }
    return advance(now, state);
  }

  private Optional<ArgoApplication> advance(ArgoApplication application, OperationState from) {
    boolean terminating = from.phase().equals(OperationState.TERMINATING);
    OperationState to = step(application, from, terminating);
    if (!to.completed()) {
      return to.equals(application.status().operationState())
          ? Optional.of(application)
          : written(application, to, false);
    }
    boolean failed = !to.phase().equals(OperationState.SUCCEEDED);
    ArgoSpec.Retry retry = to.operation().retry();
    if (failed && !terminating && retry != null && mayRetry(retry, to.retryCount())) {
      Duration pause = pauses(retry).after((int) to.retryCount() + 1);
      OperationState waiting =
          new OperationState(
              to.operation(),
              OperationState.RUNNING,
              "%s. Retrying attempt #%d in %d s."
                  .formatted(to.message(), to.retryCount() + 1, pause.toSeconds()),
              to.syncResult(),
              to.startedAt(),
              time(),
              to.retryCount() + 1);
      around.timer().after(pause, wake);
      return written(application, waiting, false);
    }
    OperationState ended =
        to.in(
                to.phase(),
                failed && to.retryCount() > 0
                    ? "%s (retried %d times).".formatted(to.message(), to.retryCount())
                    : to.message())
            .finished(time());
    LOG.info("{}: operation {}: {}", name, ended.phase(), ended.message());
    return written(application, ended, true);
  }

  private static boolean mayRetry(ArgoSpec.Retry retry, long count) {
    return retry.limit() < 0 || count < retry.limit();
  }

  private static RetryPauses pauses(ArgoSpec.Retry retry) {
    ArgoSpec.Backoff backoff = retry.backoff();
    try {
      return backoff == null
          ? RetryPauses.parse(null, null, null)
          : RetryPauses.parse(backoff.duration(), backoff.factor(), backoff.maxDuration());
    } catch (IllegalArgumentException _) {
      return RetryPauses.parse(null, null, null);
    }
  }

  /** The next attempt; empty while it is too early for it. */
  private Optional<OperationState> retried(OperationState state) {
    ArgoSpec.Retry retry = state.operation().retry();
    Instant due =
        instant(state.finishedAt())
            .plus(retry == null ? Duration.ZERO : pauses(retry).after((int) state.retryCount()));
    Duration left = Duration.between(around.clock().instant(), due);
    if (left.isPositive()) {
      around.timer().after(left, wake);
      return Optional.empty();
    }
    boolean newest = retry != null && retry.refresh();
    return Optional.of(
        new OperationState(
            newest ? state.operation().at("", List.of()) : state.operation(),
            OperationState.RUNNING,
            "Retrying operation%s. Attempt #%d"
                .formatted(newest ? " with latest revisions" : "", state.retryCount()),
            null,
            state.startedAt(),
            "",
            state.retryCount()));
  }

  private OperationState step(
      ArgoApplication application, OperationState state, boolean terminating) {
    List<ArgoStatus.Condition> invalid = comparer.invalid(application);
    if (!invalid.isEmpty()) {
      return state.in(OperationState.ERROR, invalid.getFirst().message());
    }
    if (!terminating && blocked(application, state)) {
      around.timer().after(WINDOW_PAUSE, wake);
      return state.in(state.phase(), "Sync operation blocked by sync window");
    }
    ArgoOperation.Sync sync = state.operation().what();
    ArgoStatus.SyncResult known = state.syncResult();
    List<JsonNode> sources = sources(application, sync, known);
    List<String> revisions = revisions(sync, known);
    ArgoComparer.Standing standing =
        comparer.stand(application, sources, revisions, sync.manifests(), known == null);
    if (standing.failed()) {
      return state.in(terminating ? OperationState.FAILED : OperationState.ERROR, standing.fatal());
    }
    ArgoStatus.SyncResult result = known != null ? known : result(application, standing);
    boolean shared =
        new SyncOptions(sync.syncOptions()).has("FailOnSharedResource=true")
            && standing.problems().stream()
                .anyMatch(problem -> problem.type().equals("SharedResourceWarning"));
    if (shared) {
      return state
          .with(result)
          .in(
              OperationState.FAILED,
              "Shared resource found: "
                  + standing.problems().stream()
                      .filter(problem -> problem.type().equals("SharedResourceWarning"))
                      .map(ArgoStatus.Condition::message)
                      .findFirst()
                      .orElse(""));
    }
    ArgoProject project = around.projects().apply(application.spec().project()).orElseThrow();
    try {
      return new ArgoSyncRun(application, state.with(result), standing, project, around)
          .run(terminating);
    } catch (IllegalArgumentException e) {
      return state.in(OperationState.ERROR, String.valueOf(e.getMessage()));
    }
  }

  private boolean blocked(ArgoApplication application, OperationState state) {
    ArgoProject project = around.projects().apply(application.spec().project()).orElseThrow();
    try {
      return !project
          .windows(application)
          .permits(
              !state.operation().automated(),
              state.syncResult() == null
                  ? Optional.empty()
                  : Optional.of(instant(state.startedAt())),
              around.clock().instant());
    } catch (IllegalArgumentException e) {
      LOG.warn("{}: a sync window cannot be read, nothing is synced: {}", name, e.getMessage());
      return true;
    }
  }

  private static List<JsonNode> sources(
      ArgoApplication application, ArgoOperation.Sync sync, ArgoStatus.@Nullable SyncResult known) {
    if (known != null && !known.sources().isEmpty()) {
      return known.sources();
    }
    if (known != null && known.source() != null) {
      return List.of(known.source());
    }
    if (!sync.sources().isEmpty()) {
      return sync.sources();
    }
    return sync.source() != null ? List.of(sync.source()) : application.spec().allSources();
  }

  private static List<String> revisions(
      ArgoOperation.Sync sync, ArgoStatus.@Nullable SyncResult known) {
    List<String> several = known != null ? known.revisions() : sync.revisions();
    String one = known != null ? known.revision() : sync.revision();
    if (!several.isEmpty()) {
      return several;
    }
    return one.isEmpty() ? List.of() : List.of(one);
  }

  private static ArgoStatus.SyncResult result(
      ArgoApplication application, ArgoComparer.Standing standing) {
    boolean multiple = application.spec().multiple();
    return new ArgoStatus.SyncResult(
        List.of(),
        multiple ? "" : standing.revision(),
        multiple ? standing.revisions() : List.of(),
        multiple ? null : standing.sources().getFirst(),
        multiple ? standing.sources() : List.of(),
        application.spec().policy().managedNamespaceMetadata());
  }

  private Optional<ArgoApplication> written(
      ArgoApplication application, OperationState state, boolean over) {
    ArgoStatus status = application.status().with(state);
    ArgoOperation.Sync sync = state.operation().what();
    if (over
        && state.phase().equals(OperationState.SUCCEEDED)
        && !sync.dryRun()
        && sync.resources().isEmpty()) {
      status = status.withHistory(history(application, state));
    }
    ArgoStore.Change change = new ArgoStore.Change(application).status(status);
    if (over) {
      change.operationTaken();
    }
    return around.store().write(change);
  }

  private List<ArgoStatus.History> history(ArgoApplication application, OperationState state) {
    List<ArgoStatus.History> lines = new ArrayList<>(application.status().history());
    ArgoStatus.SyncResult result = state.syncResult();
    if (result != null) {
      lines.add(
          new ArgoStatus.History(
              lines.isEmpty() ? 0 : lines.getLast().id() + 1,
              result.revision(),
              result.revisions(),
              result.source(),
              result.sources(),
              time(),
              state.startedAt(),
              state.operation().initiatedBy()));
    }
    int limit = application.spec().historyLimit();
    return lines.subList(Math.max(0, lines.size() - limit), lines.size());
  }

  private String time() {
    return around.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      return around.clock().instant();
    }
  }
}
