package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.api.Propagation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.DriftDetector;
import io.freehold.engine.Fingerprint;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import io.freehold.engine.Owned;
import io.freehold.engine.Prepared;
import io.freehold.engine.Tally;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes managed objects and keeps of the answers what is needed later. Blocks; thread safe. */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final ClusterPort usual;
  private final Supplier<String> user;
  private final HookWriter hooks;
  private final ObjectRouter router;
  private final KindWatches watches;
  private final DriftDetector drift;

  /**
   * @param cluster where objects are written, in the name of the cluster's applier
   */
  Writer(ClusterPort cluster, ObjectRouter router, KindWatches watches, DriftDetector drift) {
    this(cluster, () -> "", router, watches, drift);
  }

  private Writer(
      ClusterPort usual,
      Supplier<String> user,
      ObjectRouter router,
      KindWatches watches,
      DriftDetector drift) {
    this.usual = usual;
    this.user = user;
    this.hooks = new HookWriter(this::cluster);
    this.router = router;
    this.watches = watches;
    this.drift = drift;
  }

  /**
   * Writes in the name of somebody else.
   *
   * @param account asked before each call; empty for the cluster's applier
   */
  Writer as(Supplier<String> account) {
    return new Writer(usual, account, router, watches, drift);
  }

  private ClusterPort cluster() {
    String name = user.get();
    return name.isEmpty() ? usual : usual.as(name);
  }

  /** Applies an object. */
  WriteOutcome write(Prepared object, WriteRules rules) {
    try {
      Manifest manifest = object.manifest();
      String before = router.tracked(object.ref()).map(Tracked::resourceVersion).orElse("");
      return switch (new ObjectApply(cluster()).apply(manifest, rules)) {
        case ApplyResult.Applied applied -> written(manifest, applied, before, rules);
        case ApplyResult.Rejected rejected -> new WriteOutcome.NotWritten(rejected);
      };
    } catch (ClusterUnreachableException e) {
      return refused(ApplyResult.Retry.LATER, "Unreachable", e);
    } catch (RuntimeException e) {
      LOG.error("{} could not be applied", object, e);
      return refused(ApplyResult.Retry.NEVER, "InternalError", e);
    }
  }

  /**
   * Deletes an object in its present incarnation.
   *
   * @return why it could not be deleted; empty when it is or was gone
   */
  String delete(Owned object, Propagation propagation) {
    try {
      cluster().delete(object.apiVersion(), object.ref(), object.uid(), propagation);
      return "";
    } catch (RuntimeException e) {
      return message(e);
    }
  }

  /**
   * Asks for an object that seems gone.
   *
   * @throws ClusterUnreachableException when there is no answer
   */
  Optional<LiveObject> look(Prepared object) {
    return cluster().get(object.apiVersion(), object.ref());
  }

  /**
   * Reads any object, with the rights of those who write.
   *
   * @throws ClusterUnreachableException when there is no answer, or it may not be read
   */
  Optional<LiveObject> read(String apiVersion, ObjectRef ref) {
    return cluster().get(apiVersion, ref);
  }

  /** Tells of every change of any object until it is closed. */
  ClusterPort.Watch watchOne(String apiVersion, ObjectRef ref, ClusterPort.WatchListener listener) {
    return usual.watchOne(apiVersion, ref, listener);
  }

  /** Why the API server would not take an object; empty when it would. */
  Optional<ApplyResult.Rejected> check(Prepared object) {
    try {
      return switch (cluster().preview(object.manifest())) {
        case ApplyResult.Applied _ -> Optional.empty();
        case ApplyResult.Rejected why -> Optional.of(why);
      };
    } catch (ClusterUnreachableException e) {
      return Optional.of(rejected(ApplyResult.Retry.LATER, "Unreachable", e));
    }
  }

  /** What makes room for hooks and lets them go. */
  HookWriter hooks() {
    return hooks;
  }

  /** Compares an object with what it would be after {@link #write}, without writing it. */
  Comparison compare(Prepared object, WriteRules rules) {
    try {
      ClusterPort cluster = cluster();
      Optional<LiveObject> live = cluster.get(object.apiVersion(), object.ref());
      if (live.isEmpty()) {
        return new Comparison.Absent();
      }
      Manifest manifest = new ObjectApply(cluster).asApplied(object.manifest(), live.get(), rules);
      return switch (cluster.preview(manifest)) {
        case ApplyResult.Applied(LiveObject wanted, boolean _) ->
            new Comparison.Present(
                live.get(), drift.judge(live.get(), wanted, manifest.content(), rules.ignored()));
        case ApplyResult.Rejected why -> new Comparison.Untold(why);
      };
    } catch (ClusterUnreachableException e) {
      return new Comparison.Untold(rejected(ApplyResult.Retry.LATER, "Unreachable", e));
    } catch (RuntimeException e) {
      LOG.error("{} could not be compared", object, e);
      return new Comparison.Untold(rejected(ApplyResult.Retry.NEVER, "InternalError", e));
    }
  }

  private WriteOutcome written(
      Manifest manifest, ApplyResult.Applied applied, String before, WriteRules rules) {
    LiveObject live = applied.live();
    router.wrote(live);
    // Kinds that were unknown when the sync was planned are known by now.
    cluster()
        .kind(manifest.apiVersion(), manifest.ref().kind())
        .ifPresent(kind -> watches.watch(List.of(kind)));
    Tally.Change change =
        applied.created()
            ? Tally.Change.CREATED
            : live.resourceVersion().equals(before) ? Tally.Change.UNCHANGED : Tally.Change.UPDATED;
    return new WriteOutcome.Written(
        change,
        live.resourceVersion(),
        remember(live, manifest, rules),
        rules.health().of(live.content()));
  }

  private @Nullable Fingerprint remember(LiveObject live, Manifest manifest, WriteRules rules) {
    try {
      return drift.remember(live, manifest.content(), rules.ignored());
    } catch (IllegalArgumentException e) {
      LOG.warn("Drift of {} cannot be seen: {}", live.ref(), e.getMessage());
      return null;
    }
  }

  private static WriteOutcome refused(
      ApplyResult.Retry retry, String reason, RuntimeException cause) {
    return new WriteOutcome.NotWritten(rejected(retry, reason, cause));
  }

  private static ApplyResult.Rejected rejected(
      ApplyResult.Retry retry, String reason, RuntimeException cause) {
    return new ApplyResult.Rejected(retry, 0, reason, message(cause));
  }

  private static String message(RuntimeException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
