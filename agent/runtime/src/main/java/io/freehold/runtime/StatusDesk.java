package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationReport;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.Condition;
import io.freehold.api.ObjectDifference;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import io.freehold.engine.PruneRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Shows what changed about one application: to the API server, to those that depend on it, and to
 * the outside. Owned by the application's actor; only {@link #shown} may be asked by others.
 */
final class StatusDesk {
  /** A commit that changes nothing for an application is told within this and the spread. */
  private static final Duration COMMIT_ONLY = Duration.ofSeconds(20);

  /** So that those of many applications do not come together. */
  private static final Duration SPREAD = Duration.ofSeconds(10);

  private final ApplicationId id;
  private final Surroundings around;
  private final ObjectTable table;
  private final StatusBoard board;
  private final StatusWriter writer;
  private volatile ApplicationStatus shown = ApplicationStatus.EMPTY;

  StatusDesk(
      Application application,
      Surroundings around,
      ObjectTable table,
      StatusBoard board,
      Consumer<Message> post) {
    this.id = application.id();
    this.around = around;
    this.table = table;
    this.board = board;
    this.writer =
        new StatusWriter(
            id,
            application.status(),
            around.store(),
            around.timer(),
            around.threads(),
            around.clock(),
            commitOnly(id),
            status -> post.accept(new Message.StatusWritten(status)));
  }

  /** The root says at once which commit the cluster has. */
  private static Duration commitOnly(ApplicationId id) {
    return id.equals(RootApplication.ID)
        ? Duration.ZERO
        : COMMIT_ONLY.plusMillis(Math.floorMod(id.hashCode(), SPREAD.toMillis()));
  }

  /** The status as it was last shown; may be asked from any thread. */
  ApplicationStatus shown() {
    return shown;
  }

  /**
   * Shows what is on the board, if it is news.
   *
   * @param soon whether something waits until it is written
   * @param pruned whether what Git does not want any more is deleted without being asked
   */
  void publish(Application application, String url, String path, boolean soon, boolean pruned) {
    board.unlisted(unlistedKinds());
    board.extras(pruned ? List.of() : extras());
    board.orphans(around.router().orphans(this::isNear));
    ApplicationStatus status = board.compose();
    if (board.takeAsked()) {
      writer.asked();
    }
    writer.offer(status, board.settled() || soon);
    if (!status.equals(shown)) {
      shown = status;
      around.readiness().update(id, isReady(status));
      around.reporter().application(report(application, url, path, status));
    }
  }

  /** The application no longer exists. */
  void close() {
    writer.close();
    around.readiness().forget(id);
    around.reporter().applicationGone(id);
  }

  /** Whether an object is where ours are; everything is where those of the root are. */
  private boolean isNear(ObjectRef ref) {
    return id.equals(RootApplication.ID) || table.namespaces().contains(ref.namespace());
  }

  private List<ObjectDifference> extras() {
    return PruneRules.leftOver(id, table::mentions, around.router().inventory(id)).stream()
        .filter(object -> !around.router().claimedByOther(object.ref(), id))
        .map(object ->
            ObjectDifference.of(
                object.ref(),
                ObjectDifference.State.REQUIRES_PRUNING,
                object.asksBeforePruning() ? "waits for a person to confirm" : "",
                List.of()))
        .toList();
  }

  private Map<KindName, String> unlistedKinds() {
    SortedMap<KindName, String> unlisted = around.watches().unlisted();
    if (unlisted.isEmpty()) {
      return Map.of();
    }
    SortedMap<KindName, String> ours = new TreeMap<>(unlisted);
    ours.keySet().retainAll(table.kinds());
    return ours;
  }

  private static boolean isReady(ApplicationStatus status) {
    return status.conditions().stream()
        .anyMatch(condition ->
            condition.type().equals(Condition.READY) && condition.status().equals("True"));
  }

  private ApplicationReport report(
      Application application, String url, String path, ApplicationStatus status) {
    String parent =
        TrackingId.parse(
                application.metadata().annotations().getOrDefault(ApiGroup.TRACKING_ANNOTATION, ""))
            .filter(mark -> mark.object().name().equals(id.name()))
            .map(mark -> mark.application().toString())
            .orElse("");
    return new ApplicationReport(
        id.namespace(), id.name(), application.spec().project(), parent, url, path, status);
  }
}
