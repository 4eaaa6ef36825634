package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.HealthState;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import io.freehold.api.RolledBack;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what was last healthy in place of what Git wants, when that turned out to be bad, and keeps
 * it there until Git wants something else. What was bad is in the status, so that it is remembered
 * over restarts. Owned by the application's actor.
 */
final class RollbackDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RollbackDesk.class);
  private static final String NAME = "rollback";

  /** A suspended object waits for a person, and of an unknown one nothing can be told. */
  private static final Set<HealthState> BAD =
      EnumSet.of(HealthState.PROGRESSING, HealthState.DEGRADED, HealthState.MISSING);

  private final ApplicationId id;
  private final Surroundings around;
  private final StatusBoard board;
  private final ProjectDesk projects;
  private final Consumer<Message> post;
  private final Runnable lookAgain;
  private @Nullable Detour detour;
  private String detourTo = "";
  private String timed = "";

  RollbackDesk(
      ApplicationId id,
      Surroundings around,
      StatusBoard board,
      ProjectDesk projects,
      Consumer<Message> post,
      Runnable lookAgain) {
    this.id = id;
    this.around = around;
    this.board = board;
    this.projects = projects;
    this.post = post;
    this.lookAgain = lookAgain;
  }

  /**
   * What is to be applied.
   *
   * @param settings those under which it is
   * @param ready the objects
   * @param revision where they are from
   */
  record Choice(Settings settings, Rendering.Ready ready, String revision) {}

  /**
   * Chooses what is applied: what Git wants, or what was healthy before.
   *
   * @param wanted what Git wants
   * @param failures how often in a row that could not be applied
   * @return empty while what was healthy before is fetched and rendered
   */
  Optional<Choice> choose(Choice wanted, int failures) {
    Optional<Rollback> policy = wanted.settings().rollback();
    RolledBack known = board.rolledBack();
    String digest = wanted.ready().desired().digest();
    if (known != null
        && (policy.isEmpty()
            || !known.digest().equals(digest)
            || known.generation() != board.generation())) {
      forget();
      known = null;
    }
    if (known == null && policy.isPresent()) {
      known = judge(wanted, policy.get(), failures).orElse(null);
    }
    if (known == null) {
      leave();
      return Optional.of(wanted);
    }
    board.rolledBack(known);
    return before(wanted.settings(), known.to());
  }

  /** Whether what Git wants has just turned out to be bad. */
  private Optional<RolledBack> judge(Choice wanted, Rollback policy, int failures) {
    String digest = wanted.ready().desired().digest();
    if (board.healthyRevision().isEmpty() || board.healthyDigest().equals(digest)) {
      return Optional.empty();
    }
    if (failures >= policy.failures()) {
      return Optional.of(goBack(wanted, "SyncFailed", board.syncs().operation().message()));
    }
    Optional<Instant> applied = appliedAt(digest);
    if (applied.isEmpty() || !BAD.contains(board.health().status())) {
      return Optional.empty();
    }
    Instant now = around.clock().instant();
    Instant deadline = applied.get().plus(policy.healthTimeout());
    if (now.isBefore(deadline)) {
      remind(digest, Duration.between(now, deadline));
      return Optional.empty();
    }
    return Optional.of(
        goBack(
            wanted,
            "NotHealthy",
            "not healthy within %s: %s"
                .formatted(policy.healthTimeout(), board.health().message())));
  }

  private Optional<Instant> appliedAt(String digest) {
    if (!board.digest().equals(digest)) {
      return Optional.empty();
    }
    try {
      return board.syncs().history().stream()
          .filter(entry -> entry.digest().equals(digest))
          .filter(entry -> entry.phase() == OperationPhase.SUCCEEDED)
          .findFirst()
          .map(HistoryEntry::finishedAt)
          .map(Instant::parse);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private void remind(String digest, Duration pause) {
    if (!timed.equals(digest)) {
      timed = digest;
      around.timer().after(pause.plusMillis(1), lookAgain);
    }
  }

  private RolledBack goBack(Choice wanted, String reason, String message) {
    String at = around.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    RolledBack back =
        new RolledBack(
            wanted.revision(),
            wanted.ready().desired().digest(),
            board.generation(),
            board.healthyRevision(),
            reason,
            message,
            at);
    around.metrics().rollbacks.increment();
    LOG.warn("{}: going back from {} to {}: {}", id, back.revision(), back.to(), message);
    around
        .reporter()
        .journal(
            JournalEntry.note(
                id,
                at,
                "rolled back from revision %s to %s: %s"
                    .formatted(back.revision(), back.to(), message)));
    return back;
  }

  private Optional<Choice> before(Settings now, String revision) {
    Settings settings;
    try {
      settings = now.at(revision, "status.healthyRevision");
    } catch (IllegalArgumentException e) {
      board.busy("RollingBack", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (detour == null || !detourTo.equals(revision)) {
      leave();
      detour = new Detour(id, NAME, settings, around, post, lookAgain);
      detourTo = revision;
    }
    detour.follow(settings);
    Fetched fetched = detour.fetched();
    if (!fetched.isComplete()) {
      board.busy("RollingBack", "fetching revision " + revision + suffix(fetched.error()));
      return Optional.empty();
    }
    return switch (detour.renders().rendering(settings, fetched)) {
      case null -> {
        board.busy("RollingBack", "rendering revision " + revision);
        yield Optional.empty();
      }
      case Rendering.Unusable unusable -> {
        board.busy("RollingBack", unusable.message());
        yield Optional.empty();
      }
      case Rendering.Postponed postponed -> {
        board.busy("RollingBack", postponed.message());
        yield Optional.empty();
      }
      case Rendering.Ready ready -> {
        String refusals = projects.refusals(now.rules(), ready);
        if (!refusals.isEmpty()) {
          board.busy("RollingBack", refusals);
          yield Optional.empty();
        }
        yield Optional.of(new Choice(settings, ready, revision));
      }
    };
  }

  private static String suffix(String error) {
    return error.isEmpty() ? "" : ": " + error;
  }

  /** Whether objects of the kinds of a choice are known; those of Git are asked for elsewhere. */
  boolean kindsListed(Choice choice, RenderDesk usual) {
    RenderDesk renders = detour == null ? usual : detour.renders();
    return renders.kindsListed(choice.ready());
  }

  /** Something happened to the older revision; returns whether there is something to decide. */
  boolean receive(Message.OnDetour message) {
    return detour != null
        && message.request().equals(NAME)
        && detour.renders().receive(message.what());
  }

  /** When it went back, which belongs to the sync that was bad; empty while it follows Git. */
  Optional<Instant> since() {
    RolledBack back = board.rolledBack();
    try {
      return back == null ? Optional.empty() : Optional.of(Instant.parse(back.at()));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** What was bad is tried again. */
  void forget() {
    if (board.rolledBack() != null) {
      LOG.info("{}: what was rolled back is tried again, or Git has moved on", id);
      board.rolledBack(null);
      board.stalled("", "");
    }
    timed = "";
    leave();
  }

  /** The older revision is not followed any more. */
  void leave() {
    if (detour != null) {
      detour.end();
      detour = null;
      detourTo = "";
    }
  }
}
