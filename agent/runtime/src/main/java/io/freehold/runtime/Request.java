package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationSpec;
import io.freehold.api.Durations;
import io.freehold.api.ObjectRef;
import io.freehold.api.OperationRequest;
import io.freehold.api.ProjectRules;
import io.freehold.api.RenderTool;
import io.freehold.api.Source;
import io.freehold.api.SyncPolicy;
import io.freehold.api.TakenOperation;
import io.freehold.engine.Desired;
import io.freehold.engine.Precheck;
import io.freehold.engine.RetryPauses;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sync that somebody asks for, checked and ready for use.
 *
 * @param taken what is asked for, as it is kept until it has ended
 * @param settings of the Application, with what the request says otherwise
 * @param pauses between attempts; empty when it is not tried again
 */
record Request(TakenOperation taken, Settings settings, Optional<RetryPauses> pauses) {
  /** The path of the objects that a request brings itself. */
  static final String MANIFESTS = "operation.manifests";

  private static final int MOST_MANIFESTS = 1000;
  private static final int MOST_RESOURCES = 1000;

  /**
   * Checks a request.
   *
   * @param rules of the Application's project
   * @throws IllegalArgumentException when it cannot be carried out; the message says what to change
   */
  static Request of(
      Application application, TakenOperation taken, ProjectRules rules, SyncRules sync) {
    OperationRequest asks = taken.request();
    if (!asks.manifests().isEmpty() && !asks.revision().isEmpty()) {
      throw new IllegalArgumentException(
          "operation: it has a revision and manifests; leave one of them out");
    }
    if (asks.manifests().size() > MOST_MANIFESTS) {
      throw new IllegalArgumentException(
          "operation.manifests: there may be %d of them".formatted(MOST_MANIFESTS));
    }
    if (asks.resources().size() > MOST_RESOURCES) {
      throw new IllegalArgumentException(
          "operation.resources: there may be %d of them; leave the field out for all"
              .formatted(MOST_RESOURCES));
    }
    for (OperationRequest.Selection one : asks.resources()) {
      if (one.kind().isEmpty() || one.name().isEmpty()) {
        throw new IllegalArgumentException("operation.resources: each needs a kind and a name");
      }
    }
    ApplicationSpec spec = application.spec();
    List<Source> sources =
        asks.manifests().isEmpty()
            ? Revisions.at(spec.sources(), asks.revision(), "operation.revision")
            : List.of(Source.folder(MANIFESTS).with(RenderTool.DIRECTORY));
    Settings base =
        Settings.of(application.with(spec.with(sources, spec.sync().asked(asks))))
            .under(rules, application.id().name())
            .with(sync);
    Settings settings = asks.dryRun() ? base.checking(Precheck.DRY_RUN) : base;
    return new Request(taken, settings, pauses(asks));
  }

  private static Optional<RetryPauses> pauses(OperationRequest asks) {
    SyncPolicy.Retry retry = asks.retry();
    if (retry == null || retry.limit() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RetryPauses(
              Durations.parse(retry.backoff().duration()),
              retry.backoff().factor(),
              Durations.parse(retry.backoff().maxDuration())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("operation.retry.backoff: " + e.getMessage(), e);
    }
  }

  OperationRequest asks() {
    return taken.request();
  }

  /** Whether it is about what Git wants now, rendered as always. */
  boolean isOfGit() {
    return asks().revision().isEmpty() && asks().manifests().isEmpty();
  }

  /** Whether all that Git wants now is in place when it succeeds. */
  boolean isWhole() {
    return isOfGit() && !asks().isSelective() && !asks().dryRun();
  }

  /** How long to wait after a number of failed attempts; empty when it is over. */
  Optional<Duration> pause(int failures) {
    SyncPolicy.Retry retry = asks().retry();
    boolean left = retry != null && (retry.limit() < 0 || failures <= retry.limit());
    return left ? pauses.map(pause -> pause.after(failures)) : Optional.empty();
  }

  /**
   * What of the desired state it applies.
   *
   * @param owned what the Application has in the cluster
   * @throws IllegalArgumentException when it selects what there is not
   */
  Desired choose(Desired desired, Set<ObjectRef> owned) {
    if (!asks().isSelective()) {
      return desired;
    }
    Set<ObjectRef> known = new HashSet<>(desired.refs());
    known.addAll(owned);
    List<String> missing =
        asks().resources().stream()
            .filter(one -> known.stream().noneMatch(one::selects))
            .map(OperationRequest.Selection::toString)
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "operation.resources: neither revision %s nor the cluster has %s of this Application"
              .formatted(desired.revision(), String.join(", ", missing)));
    }
    return desired.selection(
        desired.refs().stream().filter(this::selects).collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether it is about an object. */
  boolean selects(ObjectRef ref) {
    return !asks().isSelective() || asks().resources().stream().anyMatch(one -> one.selects(ref));
  }
}
