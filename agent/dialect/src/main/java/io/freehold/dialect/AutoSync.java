package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.dialect.ArgoStatus.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an Application is synced without being asked: once for each commit, and for
 * changes in the cluster only where it heals itself.
 */
public final class AutoSync {
  private static final long RETRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int FACTOR = 3;

  private AutoSync() {}

  /** What is decided. */
  public sealed interface Verdict {
    /** There is nothing to do. */
    record Nothing() implements Verdict {}

    /** It has to be looked at again after a pause. */
    record Later(Duration pause) implements Verdict {}

    /** A sync starts. */
    record Start(ArgoOperation operation) implements Verdict {}

    /** A sync would be due, but must not be. */
    record Refused(String message) implements Verdict {}
  }

  /**
   * Decides.
   *
   * @param status the newest status, just compared
   * @param compared sources as the comparison had them
   * @param idle whether no operation runs or waits
   */
  public static Verdict of(
      ArgoApplication application,
      ArgoStatus status,
      List<JsonNode> compared,
      boolean idle,
      Instant now) {
    ArgoSpec.SyncPolicy policy = application.spec().policy();
    ArgoSpec.Automated automated = policy.automated();
    if (automated == null
        || !policy.syncsByItself()
        || !idle
        || application.metadata().deleting()
        || !status.syncCode().equals("OutOfSync")
        || status.sync() == null) {
      return new Verdict.Nothing();
    }
    List<ArgoStatus.Resource> different =
        status.resources().stream()
            .filter(resource -> resource.status().equals("OutOfSync"))
            .toList();
    boolean onlyPruning =
        !different.isEmpty() && different.stream().allMatch(ArgoStatus.Resource::requiresPruning);
    if (onlyPruning && !automated.prune()) {
      return new Verdict.Nothing();
    }
    boolean wipes =
        !status.resources().isEmpty()
            && status.resources().stream().allMatch(ArgoStatus.Resource::requiresPruning);
    if (wipes && automated.prune() && !automated.allowEmpty()) {
      return new Verdict.Refused(
          "Skipping sync attempt to %s: auto-sync will wipe out all resources"
              .formatted(revision(status)));
    }
    ArgoOperation operation = operation(policy, automated, status, List.of(), 0);
    OperationState last = status.operationState();
    if (last == null || !attempted(last, status, compared)) {
      return new Verdict.Start(operation);
    }
    if (!last.phase().equals(OperationState.SUCCEEDED)) {
      return new Verdict.Refused(
          "Failed last sync attempt to %s: %s".formatted(revision(status), last.message()));
    }
    if (!automated.selfHeal()) {
      return new Verdict.Nothing();
    }
    long heals = last.operation().what().autoHealAttemptsCount();
    Duration pause = remaining(last, heals, now);
    if (!pause.isZero()) {
      return new Verdict.Later(pause);
    }
    List<ArgoOperation.Selected> selected =
        different.stream()
            .filter(resource -> automated.prune() || !resource.requiresPruning())
            .map(resource ->
                new ArgoOperation.Selected(
                    resource.group(), resource.kind(), resource.name(), resource.namespace()))
            .toList();
    return selected.isEmpty()
        ? new Verdict.Nothing()
        : new Verdict.Start(operation(policy, automated, status, selected, heals + 1));
  }

  private static ArgoOperation operation(
      ArgoSpec.SyncPolicy policy,
      ArgoSpec.Automated automated,
      ArgoStatus status,
      List<ArgoOperation.Selected> selected,
      long heals) {
    ArgoStatus.SyncStatus sync = Objects.requireNonNull(status.sync());
    ArgoSpec.Retry retry = policy.retry();
    return new ArgoOperation(
        new ArgoOperation.Sync(
            sync.revision(),
            sync.revisions(),
            null,
            List.of(),
            automated.prune(),
            false,
            selected,
            List.of(),
            policy.syncOptions(),
            null,
            heals),
        new ArgoOperation.InitiatedBy(null, true),
        List.of(),
        retry == null ? new ArgoSpec.Retry(RETRIES, false, null) : retry);
  }

  /** Whether the last operation was about the same commit of the same sources. */
  private static boolean attempted(
      OperationState last, ArgoStatus status, List<JsonNode> compared) {
    ArgoStatus.SyncResult result = last.syncResult();
    ArgoStatus.SyncStatus sync = status.sync();
    if (result == null || sync == null) {
      return false;
    }
    List<JsonNode> sources =
        result.sources().isEmpty()
            ? result.source() == null ? List.of() : List.of(result.source())
            : result.sources();
    return result.revision().equals(sync.revision())
        && result.revisions().equals(sync.revisions())
        && sources.equals(compared);
  }

  /**
   * Heals that follow each other come at growing pauses; after a quiet time the first is at once.
   */
  private static Duration remaining(OperationState last, long heals, Instant now) {
    if (heals == 0 || last.finishedAt().isEmpty()) {
      return Duration.ZERO;
    }
    double seconds = (double) FIRST_PAUSE.toSeconds() * Math.pow(FACTOR, (double) heals - 1);
    Duration pause =
        Duration.ofSeconds((long) Math.min(seconds, (double) LONGEST_PAUSE.toSeconds()));
    Duration since = Duration.between(Instant.parse(last.finishedAt()), now);
    return since.compareTo(pause) >= 0 ? Duration.ZERO : pause.minus(since);
  }

  private static String revision(ArgoStatus status) {
    ArgoStatus.@Nullable SyncStatus sync = status.sync();
    return sync == null
        ? "[]"
        : sync.revisions().isEmpty() ? "[" + sync.revision() + "]" : sync.revisions().toString();
  }
}
